"""The page in real Chromium: answered by keyboard alone, seen at two widths, heard by a screen reader, deaf to what documents say."""

from __future__ import annotations

import csv
import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from browser import CHROMIUM, Tab, browser
from reviewing import SCRIPT, Visitor, questioned, reviewing
from reviewing import rows as every_row

from benchmarks.trust import paired
from extract.decisions import Decision, read_decisions
from extract.evaluate import read_gold
from extract.evaluate.cells import equal, is_empty, plain
from extract.review.asked import Asked
from extract.tables.definition import REVIEW

SAMPLES = Path(__file__).parents[2] / "samples"
MOST = 40
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(CHROMIUM is None, reason="chromium is not installed (Debian: chromium)"),
]
THERE = "document.querySelector('#desk .sheet, #text, .missing:not([hidden])') && !busy"


@pytest.fixture(scope="module")
def tab() -> Iterator[Tab]:
    with browser() as found:
        yield found


@pytest.fixture
def clerk(tmp_path: Path, tab: Tab) -> Iterator[Visitor]:
    """A folder of texts whose words are markup, opened in the browser."""
    with reviewing(questioned(tmp_path, papers=3, hostile=SCRIPT)) as visitor:
        tab.open(visitor.own.link)
        tab.wait(THERE)
        yield visitor


def shown(tab: Tab) -> str:
    return str(tab.run("document.getElementById('question').dataset.id ?? ''"))


def press(tab: Tab, key: str) -> None:
    """A key that answers; the next question is there when this returns."""
    tab.press(key)
    tab.wait(f"{THERE} || document.querySelector('.finished')")


def said(tab: Tab) -> str:
    tab.wait("document.getElementById('said').textContent")
    return str(tab.run("document.getElementById('said').textContent"))


def show(tab: Tab, visitor: Visitor, asked: Asked) -> None:
    """Have this question shown."""
    visitor.desk.later.clear()
    visitor.desk.later.update((a.id, None) for a in visitor.desk.work.all if a is not asked)
    tab.open(visitor.origin)
    tab.wait(THERE)
    assert shown(tab) == asked.id


def last(visitor: Visitor) -> Decision:
    return read_decisions(visitor.desk.out).all[-1]


def a_signer(visitor: Visitor) -> Asked:
    return next(a for a in visitor.desk.work.all if a.field == "signer_name")


def test_enter_says_that_it_is_right_and_shows_the_next(tab: Tab, clerk: Visitor) -> None:
    first = clerk.desk.work.by_id[shown(tab)]
    press(tab, "Enter")
    assert shown(tab) not in {first.id, ""}
    assert (last(clerk).verdict, last(clerk).after) == ("right", first.value)
    assert said(tab).startswith("Đã lưu")
    assert tab.run("document.getElementById('progress').textContent").startswith("1 trên ")


def test_typing_replaces_and_F2_edits_the_value(tab: Tab, clerk: Visitor) -> None:
    show(tab, clerk, a_signer(clerk))
    tab.type("Nguyễn Văn Tá")
    press(tab, "Enter")
    assert (last(clerk).verdict, last(clerk).after) == ("corrected", "Nguyễn Văn Tá")
    press(tab, "u")
    tab.press("F2")
    tab.press("Backspace")
    tab.type("n")
    press(tab, "Enter")
    assert last(clerk).after == a_signer(clerk).value[:-1] + "n"


def test_a_value_that_begins_with_a_command_is_typed_after_space(tab: Tab, clerk: Visitor) -> None:
    show(tab, clerk, a_signer(clerk))
    tab.press(" ")
    tab.type("Xuân Sơn 1")
    press(tab, "Enter")
    assert last(clerk).after == "Xuân Sơn 1"


def test_escape_leaves_the_field_then_brings_the_value_back(tab: Tab, clerk: Visitor) -> None:
    show(tab, clerk, a_signer(clerk))
    tab.type("abc")
    tab.press("Escape")
    assert tab.run("document.getElementById('value').value") == "abc"
    tab.press("Escape")
    press(tab, "Enter")
    assert last(clerk).verdict == "right"


@pytest.mark.parametrize(("key", "verdict"), [("e", "empty"), ("x", "illegible")])
def test_letters_say_empty_and_illegible(tab: Tab, clerk: Visitor, key: str, verdict: str) -> None:
    press(tab, key)
    assert last(clerk).verdict == verdict


def test_tab_puts_off_u_takes_back_and_a_digit_chooses(tab: Tab, clerk: Visitor) -> None:
    first = shown(tab)
    press(tab, "Tab")
    assert shown(tab) != first
    assert not read_decisions(clerk.desk.out).all
    chosen = a_signer(clerk)
    show(tab, clerk, chosen)
    press(tab, "2")
    assert (last(clerk).verdict, last(clerk).after) == ("corrected", "Nguyễn Văn Tám")
    press(tab, "u")
    assert shown(tab) == chosen.id
    assert last(clerk).verdict == "undone"


def test_s_answers_a_series_of_equal_errors(tab: Tab, clerk: Visitor) -> None:
    show(tab, clerk, a_signer(clerk))
    tab.type("Nguyễn Văn Tám")
    tab.press("Escape")
    press(tab, "s")
    made = read_decisions(clerk.desk.out).all
    assert {d.after for d in made} == {"Nguyễn Văn Tám"}
    assert len({d.sha256 for d in made}) == 3
    assert "3" in said(tab)


def test_w_corrects_words_of_the_line(tab: Tab, clerk: Visitor) -> None:
    show(tab, clerk, a_signer(clerk))
    tab.press("w")
    tab.press("End")
    tab.type("h")
    press(tab, "Enter")
    assert (last(clerk).table, last(clerk).after[-1]) == ("corrections", "h")
    assert shown(tab) == a_signer(clerk).id  # still to be answered


def test_what_a_column_cannot_hold_is_told_and_not_saved(tab: Tab, clerk: Visitor) -> None:
    dated = next(a for a in clerk.desk.work.all if a.field == "due_date")
    show(tab, clerk, dated)
    tab.press(" ")
    tab.type("không phải")
    press(tab, "Enter")
    assert said(tab).startswith("Chưa lưu")
    assert not read_decisions(clerk.desk.out).all
    assert shown(tab) == dated.id


def test_a_row_that_was_not_read_is_typed(tab: Tab, clerk: Visitor) -> None:
    unread = next(a for a in clerk.desk.work.all if a.reason == "unread")
    show(tab, clerk, unread)
    tab.press("Enter")  # what is missing has to be typed
    assert not read_decisions(clerk.desk.out).all
    tab.run("document.querySelector('.cell[data-field=text]').focus()")
    tab.type("chậm báo cáo")
    press(tab, "Enter")
    assert json.loads(last(clerk).after) == {"text": "chậm báo cáo"}


def test_the_values_of_a_column_are_corrected_one_by_one(tab: Tab, clerk: Visitor) -> None:
    column = next(a for a in clerk.desk.work.all if a.row is None and a.table == "scores")
    show(tab, clerk, column)
    assert tab.run("[...document.querySelectorAll('.cell')].map((f) => f.value)") == ["8.5", "9.0"]
    tab.press("x")  # nobody can say that of a column
    assert not read_decisions(clerk.desk.out).all
    tab.run("document.querySelectorAll('.cell')[1].select()")
    tab.type("9,25")
    press(tab, "Enter")
    made = read_decisions(clerk.desk.out).all
    assert [(d.row, d.verdict, d.after) for d in made] == [(0, "right", ""), (2, "corrected", "9.25"), (3, "corrected", "9.25")]  # fmt: skip


def test_an_empty_field_is_not_confirmed_by_chance(tab: Tab, clerk: Visitor) -> None:
    empty = next(a for a in clerk.desk.work.all if a.field == "addressees")
    show(tab, clerk, empty)
    tab.press("Enter")
    assert "E" in said(tab)
    assert not read_decisions(clerk.desk.out).all
    tab.press("Escape")
    press(tab, "e")
    assert last(clerk).verdict == "empty"


def test_S7_what_a_document_says_is_shown_and_does_not_run(tab: Tab, clerk: Visitor) -> None:
    quoted = 0
    for _ in range(12):
        text = tab.run("document.body.innerText + document.getElementById('value')?.value")
        quoted += SCRIPT[:8] in str(text)
        press(tab, "Tab")
    assert quoted
    assert tab.run("document.title") == "Soát kết quả · vanban"
    assert tab.run("document.querySelectorAll('main script, main img[onerror]').length") == 0
    assert tab.said == []


def test_no_script_that_is_not_ours_may_run(tab: Tab, clerk: Visitor) -> None:
    tab.run("document.body.append(Object.assign(document.createElement('script'), {textContent: 'window.ran = 1'}))")  # fmt: skip
    assert tab.run("window.ran ?? 'no'") == "no"
    assert tab.run("fetch('http://127.0.0.1:9/').then(() => 'let out', () => 'kept')") == "kept"


def test_a_screen_reader_hears_the_question_the_answers_and_what_was_saved(tab: Tab, clerk: Visitor) -> None:  # fmt: skip
    press(tab, "Enter")
    spoken = tab.spoken()
    names = {role: [name for found, name in spoken if found == role] for role, _ in spoken}
    assert tab.run("document.activeElement.id") == "ask"
    question = tab.run("document.getElementById('ask').textContent")
    assert question in names["heading"]
    assert any("Đúng" in name for name in names["button"])
    assert "Giá trị" in names["textbox"][0]
    assert "status" in names
    assert tab.run("document.getElementById('said').getAttribute('aria-live')") == "polite"
    assert tab.run("document.documentElement.lang") == "vi"
    nameless = [r for r, name in spoken if r in {"button", "textbox", "combobox", "link", "checkbox", "image"} and not name]  # fmt: skip
    assert not nameless


def test_single_keys_can_be_turned_off(tab: Tab, clerk: Visitor) -> None:
    tab.press("?")
    assert tab.run("document.getElementById('help').open")
    tab.run("document.getElementById('single').click(), document.getElementById('help').close()")
    first = shown(tab)
    try:
        tab.press("x")
        tab.press("Tab")
        assert shown(tab) == first
        assert not read_decisions(clerk.desk.out).all
    finally:
        tab.run("document.getElementById('single').click()")


@pytest.mark.parametrize("width", [1280, 500])
def test_nothing_is_cut_off(tab: Tab, clerk: Visitor, width: int) -> None:
    tab.open(clerk.origin, width)
    tab.wait(THERE)
    assert tab.run("document.documentElement.scrollWidth") <= width
    assert tab.run("[...document.querySelectorAll('main button')].every((b) => b.getBoundingClientRect().right <= innerWidth)")  # fmt: skip


def test_english_is_a_switch_and_filters_stay(tab: Tab, clerk: Visitor) -> None:
    tab.open(f"{clerk.origin}/?table=documents")
    tab.run("document.getElementById('language').click()")
    tab.wait("document.documentElement?.lang === 'en'")
    tab.wait(THERE)
    assert tab.run("document.title") == "Review · vanban"
    assert tab.run("location.search").find("table=documents") > 0
    assert "Nothing stands there" in tab.run("document.body.innerText")


def test_a_server_that_has_gone_is_told_and_nothing_is_said_to_be_saved(tmp_path: Path, tab: Tab) -> None:  # fmt: skip
    with reviewing(questioned(tmp_path)) as visitor:
        tab.open(visitor.own.link)
        tab.wait(THERE)
        first = shown(tab)
    tab.press("Enter")
    tab.wait("document.querySelector('#said.wrong')")
    assert shown(tab) == first
    assert "Mất kết nối" in said(tab)


# ---- the samples, with pictures: every answer as the gold says


@pytest.fixture(scope="module")
def samples(tmp_path_factory: pytest.TempPathFactory) -> Path:
    out = tmp_path_factory.mktemp("samples") / "out"
    extract(out)
    return out


def extract(out: Path) -> None:
    command = [sys.executable, "-m", "extract", "extract", str(SAMPLES / "inputs"), "--out", str(out), "--as-of", "2026-12-01"]  # fmt: skip
    subprocess.run(command, check=True, capture_output=True)


def rows(out: Path, table: str, doc_id: str) -> list[dict[str, str]]:
    with (out / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return [row for row in csv.DictReader(file) if row["doc_id"] == doc_id]


def judged(out: Path, paper: dict[str, str]) -> Iterator[tuple[str, int, str, str, object]]:
    """Each cell of a paper that the gold judges: table, row, column, what stands there, what the gold says."""
    gold = read_gold(SAMPLES / "truth" / f"{Path(paper['source']).stem}.json")
    for table, wanted in gold.items():
        found = rows(out, table, paper["doc_id"])
        for at, row in paired(table, wanted, found):
            for column, text in wanted[at].items():
                if column in found[row] and column != "order":
                    yield table, row + 1, column, found[row][column], text


def ask_of_gold(out: Path) -> dict[tuple[str, str, int, str], object]:
    """Write a list of so many questions about cells, wrong ones first, so that no threshold decides what is asked; the gold of each."""
    papers = [row for row in every_row(out, "documents") if row["source"] in {p.name for p in (SAMPLES / "inputs").iterdir()}]  # fmt: skip
    cells = [(paper["doc_id"], *cell) for paper in papers for cell in judged(out, paper)]
    cells.sort(key=lambda cell: equal(cell[3], cell[5], cell[4]))  # type: ignore[arg-type]
    asked = cells[:MOST]
    with (out / "review.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, [column.name for column in REVIEW.columns])
        writer.writeheader()
        for doc_id, table, row, column, value, _ in asked:
            at = rows(out, table, doc_id)[row - 1]
            writer.writerow({
                "doc_id": doc_id, "part": 1, "page": at.get("page", "1"), "table": table, "row": row, "field": column, "value": value,
                "raw": at.get("raw", ""), "alternatives": "", "reason": "low_confidence", "priority": 0.5, "cells": 1,
            })  # fmt: skip
    return {(d, table, row, column): gold for d, table, row, column, _, gold in asked}


def keys_for(tab: Tab, asked: Asked, gold: object) -> None:
    """Answer as a person does who has the paper before them: no mouse."""
    if is_empty(gold):  # type: ignore[arg-type]
        tab.press("e")
        return
    if equal(asked.field, gold, asked.value):  # type: ignore[arg-type]
        tab.press("Enter")
        return
    wanted = plain(gold)  # type: ignore[arg-type]
    choices = tab.run("[...document.querySelectorAll('[data-key]')].map((b) => b.dataset.text)")
    if wanted in choices:
        tab.press(str(choices.index(wanted) + 1))
        return
    tab.press(" ")
    label = tab.run(
        f"document.querySelector('select#value option[value=\"{wanted}\"]')?.textContent ?? null"
    )
    tab.type(label or wanted)
    tab.press("Enter")


def test_the_cell_is_lit_where_it_stands_and_in_sight(samples: Path, tab: Tab) -> None:
    ask_of_gold(samples)
    with reviewing(samples) as visitor:
        tab.open(visitor.own.link)
        seen = 0
        for asked in [
            a
            for a in visitor.desk.work.all
            if a.page and a.value and not a.paper.source.endswith(".txt")
        ][:3]:
            show(tab, visitor, asked)
            lit = tab.run(
                "(() => { const d = document.getElementById('desk').getBoundingClientRect();"
                " return [...document.querySelectorAll('.lit')].map((l) => l.getBoundingClientRect())"
                " .every((l) => l.width > 5 && l.right > d.left && l.left < d.right && l.bottom > d.top && l.top < d.bottom); })()"
            )
            assert lit
            seen += tab.run("document.querySelectorAll('#desk .lit').length")
            assert tab.run("document.querySelector('#desk img').naturalWidth") > 600
        assert seen >= 3


def test_questions_of_samples_are_answered_by_keyboard_and_the_tables_are_the_gold(samples: Path, tab: Tab) -> None:  # fmt: skip
    golds = ask_of_gold(samples)
    assert len(golds) == MOST
    wrong = 0
    with reviewing(samples) as visitor:
        tab.open(visitor.own.link)
        tab.wait(THERE)
        for _ in golds:
            asked = visitor.desk.work.by_id[shown(tab)]
            gold = golds[asked.paper.doc_id, asked.table, asked.row or 0, asked.field]
            wrong += not equal(asked.field, gold, asked.value)  # type: ignore[arg-type]
            keys_for(tab, asked, gold)
            tab.wait(f"{THERE} && document.getElementById('question').dataset.id !== '{asked.id}' || document.querySelector('.finished')")  # fmt: skip
        assert tab.run("Boolean(document.querySelector('.finished'))")
    assert wrong >= 5  # so that there was something to mend
    extract(samples)
    now = {
        (doc_id, table, row, column): rows(samples, table, doc_id)[row - 1][column]
        for doc_id, table, row, column in golds
    }
    assert not {cell: now[cell] for cell, gold in golds.items() if not equal(cell[3], gold, now[cell])}  # type: ignore[arg-type] # fmt: skip
