"""The generator of invented documents: the same seed gives the same bytes, halves share no phrasing, gold agrees with text."""

import datetime as dt
import json
import random
import re
from dataclasses import replace
from pathlib import Path

import pytest

from benchmarks.documents.deadlines import draw_deadline
from benchmarks.documents.document import make_document
from benchmarks.documents.forms import images
from benchmarks.documents.hard import APPENDIX, BILINGUAL, DRAFT, JOINT, WRAPPED
from benchmarks.documents.make import main
from benchmarks.documents.vocabulary import DEV, HELD_OUT, read, shapes

SEEDS = range(1, 25)
HARD = {WRAPPED, BILINGUAL, DRAFT, JOINT, APPENDIX}


def flat(text: str) -> str:
    return " ".join(re.sub(r"\f\d+\n", " ", text).split())


@pytest.mark.parametrize("half", [DEV, HELD_OUT])
def test_a_seed_gives_the_same_document_again(half: str) -> None:
    assert make_document(7, half) == make_document(7, half)
    assert make_document(7, half) != make_document(8, half)


def test_the_halves_share_no_shape_and_no_deadline() -> None:
    dev, held = ({s.name for s in shapes(half)} for half in (DEV, HELD_OUT))
    assert dev
    assert held
    assert not dev & held
    phrases = [
        {d["raw"] for d in read("deadlines")["deadline"] if d["half"] == h} for h in (DEV, HELD_OUT)
    ]
    assert not phrases[0] & phrases[1]


@pytest.mark.parametrize("half", [DEV, HELD_OUT])
def test_the_words_of_the_gold_stand_in_the_text(half: str) -> None:
    for seed in SEEDS:
        document = make_document(seed, half)
        text = flat(document.text).lower()
        for table, column in (
            ("reasons", "text"),
            ("references", "code"),
            ("results", "entity"),
            ("assignments", "deadline_raw"),
        ):
            for row in document.gold[table]:
                values = row.get(column, "")
                values = values if isinstance(values, list) else [values]
                assert any(flat(v).lower() in text for v in values), (seed, table, row)


@pytest.mark.parametrize("half", [DEV, HELD_OUT])
def test_points_are_at_most_their_maximum(half: str) -> None:
    for seed in SEEDS:
        for row in make_document(seed, half).gold["scores"]:
            if row.get("points_max"):
                assert float(row["points"]) <= float(row["points_max"])


def test_every_shape_of_a_half_is_met() -> None:
    for half in (DEV, HELD_OUT):
        met = {name for seed in range(600) for name in make_document(seed, half).shapes}
        assert met == {s.name for s in shapes(half)}


def test_a_deadline_in_a_quarter_ends_with_the_quarter() -> None:
    drawn = [draw_deadline(DEV, "cell", dt.date(2024, 5, 2), random.Random(n)) for n in range(60)]
    quarters = {d.gold["due_date"] for d in drawn if d.raw.startswith("Quý")}
    assert quarters == {"2024-06-30"}


def test_the_command_writes_text_gold_and_stripped_text(tmp_path: Path) -> None:
    assert main(["--seed", "3", "--count", "2", "--out", str(tmp_path), "--forms", "strip"]) == 0
    names = sorted(p.name for p in tmp_path.iterdir())
    assert names == [
        f"{n}.{s}" for n in ("01", "02") for s in ("json", "shapes", "strip.txt", "txt")
    ]
    assert (
        json.loads((tmp_path / "01.json").read_text(encoding="utf-8"))["documents"]["status"]
        == "ok"
    )
    assert (tmp_path / "01.strip.txt").read_text(encoding="utf-8").isascii()


def test_pages_are_drawn_the_same_again_and_hold_ink_in_head_and_foot() -> None:
    document = make_document(1003, DEV)
    first, again = images(document, 3), images(document, 3)
    assert [page.tobytes() for page in first] == [page.tobytes() for page in again]
    assert images(document, 4)[0].tobytes() != first[0].tobytes()
    head = first[0].crop((0, 140, first[0].width, 400)).getextrema()
    assert head[0] < 100


@pytest.mark.parametrize("half", [DEV, HELD_OUT])
def test_minutes_are_signed_by_two_and_invitations_order_nothing(half: str) -> None:
    documents = [make_document(seed, half) for seed in range(1, 160)]
    kinds = {d.gold["documents"]["doc_type"]: d for d in documents}
    assert "|" in kinds["bien_ban"].gold["documents"]["signer_name"]
    assert kinds["giay_moi"].gold["assignments"] == []
    assert {"ttlt55_2005", "tt01_2011", "nd30"} <= {
        d.gold["documents"]["rule_set"] for d in documents
    }


@pytest.mark.parametrize("half", [DEV, HELD_OUT])
def test_a_quarter_of_the_documents_has_a_hard_head_or_end(half: str) -> None:
    documents = [make_document(seed, half) for seed in range(1, 400)]
    kinds = {d.hard: d for d in documents if d.hard}
    assert set(kinds) == HARD
    assert 0.1 < sum(bool(d.hard) for d in documents) / len(documents) < 0.35
    joint = kinds[JOINT].gold["documents"]
    assert joint["issuer"].count("|") == joint["signer_name"].count("|") == 1
    assert kinds[APPENDIX].gold["assignments"][-1]["task"] in flat(kinds[APPENDIX].text)
    assert kinds[DRAFT].gold["documents"]["code"].split("/")[0] in kinds[DRAFT].text


def test_halves_share_no_wording_of_hard_heads() -> None:
    for half, other in ((DEV, HELD_OUT), (HELD_OUT, DEV)):
        marks = read("hard")["draft"]
        assert not set(marks[half]) & set(marks[other])


@pytest.mark.parametrize("half", [DEV, HELD_OUT])
def test_an_appendix_has_pages_of_its_own(half: str) -> None:
    documents = (make_document(seed, half) for seed in range(1, 200))
    document = next(d for d in documents if d.appendix)
    pages = images(document, 3)
    assert len(pages) > len(images(replace(document, appendix=()), 3))
