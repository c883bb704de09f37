"""The catalogue of words: sentences have Vietnamese texts with the same places to fill, and commands speak the chosen language."""

from __future__ import annotations

import re
import sys
import time
from html.parser import HTMLParser
from itertools import combinations
from pathlib import Path

import pytest
import typer.main
from reviewing import PAPER, questioned, reviewing

from extract.cli import main
from extract.cli.app import app
from extract.dictionaries import read_enumerations
from extract.errors import EXIT_MEANINGS
from extract.tables import TABLES, as_markdown
from extract.tables.package import label
from extract.words import Template, catalogue, in_vietnamese, sentences, template, told

#: Words that hold English sentences together and are no Vietnamese syllables (as do, in, so and to are).
FUNCTION_WORDS = frozenset(
    [
        "and",
        "are",
        "as",
        "at",
        "be",
        "been",
        "by",
        "can",
        "cannot",
        "could",
        "for",
        "from",
        "had",
        "has",
        "have",
        "if",
        "into",
        "is",
        "it",
        "its",
        "may",
        "must",
        "no",
        "not",
        "of",
        "on",
        "or",
        "other",
        "than",
        "that",
        "the",
        "their",
        "them",
        "then",
        "there",
        "they",
        "this",
        "was",
        "were",
        "what",
        "when",
        "where",
        "which",
        "who",
        "will",
        "with",
        "without",
    ]
)
VIETNAMESE = re.compile(r"[\u00c0-\u01b0\u1ea0-\u1ef9]")
COMMANDS = ["", *typer.main.get_command(app).commands]  # type: ignore[attr-defined]


def english_in(text: str) -> list[str]:
    """Lines with three or more of the words that English sentences are held together by; names of options and files are none."""
    lines = (re.sub(r"`[^`]*`|\S*[-/._=<>]\S*", " ", line) for line in text.split("\n"))
    found = ((line, re.findall(r"\w+", line.lower())) for line in lines)
    return [line for line, words in found if sum(w in FUNCTION_WORDS for w in words) > 2]


def said(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], *words: str) -> str:
    """What a command tells a person, on both ways out."""
    monkeypatch.setattr(sys, "argv", ["vanban", *words])
    with pytest.raises(SystemExit):
        main()
    out, err = capsys.readouterr()
    return out + err


@pytest.mark.parametrize("command", COMMANDS)
def test_W13_help_is_in_the_language_that_was_chosen(
    command: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    words = [command] if command else []
    vietnamese = said(monkeypatch, capsys, *words, "--help", "--ui", "vi")
    assert "Tùy chọn:" in vietnamese
    assert not english_in(vietnamese)
    english = said(monkeypatch, capsys, "--ui=en", *words, "-h")
    assert "Options:" in english
    assert not VIETNAMESE.search(english)


def test_places_to_fill_are_the_same_in_both_languages() -> None:
    odd = [
        en for en, vi in sentences().items() if set(template(en).names) != set(template(vi).names)
    ]
    assert not odd


def test_every_sentence_is_found_by_its_own_words() -> None:
    """No sentence is taken for another one, whatever stands in its places."""

    def _filled(one: Template) -> str:
        text = one.around[0]
        for name, after in zip(one.names, one.around[1:], strict=True):
            text += f"<{name}>" + after
        return text

    wrong = [
        english
        for english, vietnamese in sentences().items()
        if in_vietnamese(_filled(template(english))) != _filled(template(vietnamese))
    ]
    assert not wrong


def test_no_sentence_stands_in_two_groups_with_two_meanings() -> None:
    groups = [group for name in ("messages", "tables") for group in catalogue(name).values()]
    twice = [en for a, b in combinations(groups, 2) for en in a.keys() & b.keys() if a[en] != b[en]]
    assert not twice


def test_columns_values_and_exit_codes_have_a_vietnamese_meaning() -> None:
    columns = {
        text for table in TABLES for text in (table.about, *(c.meaning for c in table.columns))
    }
    lists = read_enumerations()
    types = {*lists.pop("doc_type").values(), *lists.pop("ref_type").values()}
    values = {meaning for of_list in lists.values() for meaning in of_list.values()}
    codes = {text for texts in EXIT_MEANINGS.values() for text in texts if text}
    assert not [text for text in columns | values | codes if text not in sentences()]
    named = [text.partition(": ")[0] for text in types if text not in sentences()]
    assert all(map(VIETNAMESE.search, named))


def test_values_of_closed_lists_have_names_in_both_languages() -> None:
    for name, values in read_enumerations().items():
        for value in values:
            assert not VIETNAMESE.search(label(name, value, "en").replace("communiqué", "")), value
            assert label(name, value, "vi") != value or name == "index_family", value


@pytest.mark.parametrize("tables", [(), ("review",)])
def test_the_glossary_is_in_one_language(tables: tuple[str, ...]) -> None:
    assert not english_in(as_markdown(tables, "vi"))


def test_short_words_have_the_same_places_and_stay_in_their_language() -> None:
    for group, words in catalogue("labels").items():
        for key, texts in words.items():
            english, vietnamese = texts[0::2], texts[1::2]
            assert not english_in("\n".join(vietnamese)), (group, key)
            assert key.startswith("language") or not VIETNAMESE.search(" ".join(english)), key
            for one, other in zip(english, vietnamese, strict=True):
                assert group == "page" or set(template(one).names) == set(template(other).names), (
                    key
                )


def test_sentences_stay_in_their_language() -> None:
    assert not [en for en, vi in sentences().items() if english_in(vi)]
    english = (en for of in catalogue("messages").values() for en in of)
    assert [en for en in english if VIETNAMESE.search(en)] == [
        'Give an object of columns and texts: {{"entity": "Sở A", "score": "85.5"}}.'
    ]


TOGGLE = ("Chuyển sang tiếng Việt", "Tiếng Việt")  # how the English page offers the other one


@pytest.mark.parametrize(
    ("line", "vietnamese"),
    [
        ("Page 3: it took longer than 5 seconds. Give it more time with --timeout, or split it.", "Trang 3: mất hơn 5 giây. Tăng thời gian bằng --timeout, hoặc tách nhỏ."),
        ("Input a: b. c.pdf: it vanished. Run again.", "Tệp a: b. c.pdf: đã biến mất. Hãy chạy lại."),
        ("not taken: scores.points: Answer for scores.points: it must be one of a, b. docs/tables.md says what each column holds.",
         "không nhận: scores.points: Câu trả lời cho scores.points: phải là một trong a, b. Xem docs/tables.vi.md để biết mỗi cột chứa gì."),
        ("toi_mat on page 2, a stamp, read with a doubt: look, and use --include-secret if it is none",
         "Tối mật, trang 2, con dấu, chưa chắc: hãy xem lại, nếu không phải thì thêm --include-secret"),
        ("  Run again.\n", "  Hãy chạy lại.\n"),
        ("giấy của tôi", "giấy của tôi"),
    ],
)  # fmt: skip
def test_what_is_made_of_several_sentences_is_told_whole(line: str, vietnamese: str) -> None:
    assert told(line, "vi") == vietnamese
    assert told(line, "en") == line


@pytest.mark.parametrize(
    "piece", ["not taken: ", "a: ", ". b", "Page 3: ", "x (not taken: ", "; or "]
)
def test_no_name_of_a_file_makes_telling_long_or_deep(piece: str) -> None:
    """A name may hold what sentences are parted by, again and again."""
    for line in (
        piece * 1500,
        f"Input {piece * 1500}: it vanished. Run again.",
        f"not taken: {piece * 1500}",
    ):
        begun = time.process_time()
        told(line, "vi")
        assert time.process_time() - begun < 1


def test_what_to_do_is_one_sentence() -> None:
    """So that it is found behind the last full stop of an error in one line."""
    assert not [do for do in catalogue("messages")["do"] if ". " in do]


class Seen(HTMLParser):
    """What a page shows of its own: texts and labels, without what stands in cells, titles and boxes of the paper."""

    QUOTES = ("pre", "td", "bdi", "textarea", "input", "option")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.said: list[str] = []
        self.open: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.said += [
            value or "" for name, value in attrs if name in {"aria-label", "title", "data-fill"}
        ]
        if tag not in {"meta", "img", "input", "br", "link"}:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        while self.open and self.open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if not set(self.QUOTES) & set(self.open):
            self.said.append(data)


def test_W13_the_review_page_is_in_the_language_that_was_chosen(tmp_path: Path) -> None:
    out = questioned(tmp_path)
    with reviewing(out) as visitor:
        visitor.enter()
        for asked in visitor.desk.work.all:
            visitor.desk.later.clear()
            visitor.desk.later.update((a.id, None) for a in visitor.desk.work.all if a is not asked)
            vietnamese, english = (
                Seen(visitor.send(f"/?lang={language}")[1].decode()).said
                for language in ("vi", "en")
            )
            assert not english_in("\n".join(vietnamese)), asked
            assert len(vietnamese) == len(english)
            own = [text for text in english if text not in vietnamese]
            for quoted in filter(None, (asked.value, asked.raw, *asked.readings, *TOGGLE)):
                own = [text.replace(quoted, "") for text in own]
            assert not list(filter(VIETNAMESE.search, own)), asked


def papers(folder: Path) -> Path:
    """Inputs of which some are read, one is secret, and others fail or are passed over."""
    paper = PAPER.format(number=41, hostile="")
    (folder / "giay.txt").write_text(paper, encoding="utf-8")
    (folder / "mat.txt").write_text("MẬT\n" + paper, encoding="utf-8")
    (folder / "rong.pdf").write_bytes(b"")
    (folder / "hong.pdf").write_bytes(b"%PDF-1.7\nhong")
    (folder / "cu.doc").write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 cu")
    (folder / "lien-ket.txt").symlink_to(folder / "giay.txt")
    return folder


SCREENS = (
    "extract in --out out --dry-run", "extract in --out out", "status out", "check out", "retry out", "explain in/giay.txt",
    "explain in/giay.txt:5", "explain in/mat.txt", "explain in/giay.txt:99", "restore in/giay.txt --explain", "inspect in/mat.txt",
    "inspect in/giay.txt --out out.html", "schema documents --markdown", "schema xyz", "export out", "export out --xlsx", "follow out",
    "index out --db a.sqlite", "find xyzzy --db a.sqlite", "find ... --db a.sqlite", "find a --db b.sqlite", "index in --db a.sqlite",
    "review out --export list.xlsx", "review out --import list.xlsx", "review out --import in/giay.txt", "review in",
    "evaluate in/giay.txt in/mat.txt", "evaluate in/giay.txt", "evaluate in --kind xyz", "train in/xyz --out a.bin",
    "register out --form nd30-di", "register out --form xyz", "register out --form xyz.toml --typed in/giay.txt", "pdf in",
    "forget out 0123456789abcdef", "extract xyz --out out", "extract in --out in/giay.txt", "extract in --out out --dictionary in/giay.txt",
    "watch xyz --out out", "check in", "status in", "doctor --quiet", "xyz", "find", "extract --xyz", "watch in --out out --settle 0",
    "follow out --as-of xyz", "extract in --out out --jobs x", "export out --ui fr", "status", "",
)  # fmt: skip


QUOTING = (
    "explain",
    "restore",
    "schema",
)  # screens that show texts of papers, or terms as they are printed


@pytest.mark.parametrize("language", ["vi", pytest.param("en", marks=pytest.mark.slow)])
def test_W13_every_screen_is_in_the_language_that_was_chosen(
    language: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    """The commands one after another, as a person would call them right and wrong."""
    (tmp_path / "in").mkdir()
    papers(tmp_path / "in")
    monkeypatch.chdir(tmp_path)
    for screen in SCREENS:
        shown = said(monkeypatch, capsys, "--ui", language, *screen.split())
        if language == "vi":
            assert not english_in(shown), screen
            assert VIETNAMESE.search(shown) or screen.startswith(("schema", "doctor")), screen
        else:
            assert screen.startswith(QUOTING) or not VIETNAMESE.search(shown), screen


def test_locale_and_variable_choose_the_language(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """The first of LC_ALL, LC_MESSAGES and LANG that is set; VANBAN_UI before them, `--ui` before all."""
    for variables, options, vietnamese in (
        ({}, [], False),
        ({"LANG": "vi_VN.UTF-8"}, [], True),
        ({"LANG": "vi_VN.UTF-8", "LC_ALL": "C"}, [], False),
        ({"LC_MESSAGES": "vi", "LANG": "en_US.UTF-8"}, [], True),
        ({"LANG": "vi_VN.UTF-8", "VANBAN_UI": "en"}, [], False),
        ({"VANBAN_UI": "en"}, ["--ui", "vi"], True),
        ({"VANBAN_UI": "xx", "LANG": "vi_VN"}, [], True),
    ):
        for name in ("LC_ALL", "LC_MESSAGES", "LANG", "VANBAN_UI"):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        assert ("Cách dùng" in said(monkeypatch, capsys, *options, "--help")) is vietnamese


def test_W13_no_language_changes_a_file_for_machines(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Tables, texts, their description and JSON are the same bytes with either locale, and a workbook is unless `--ui` asks for Vietnamese."""
    (tmp_path / "in").mkdir()
    papers(tmp_path / "in")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("VANBAN_UI")
    made = []
    for language in ("vi_VN.UTF-8", "en_US.UTF-8"):
        monkeypatch.setenv("LC_ALL", language)
        out = tmp_path / language
        said(monkeypatch, capsys, "extract", "in", "--out", out.name, "--as-of", "2026-01-01")
        said(monkeypatch, capsys, "export", out.name, "--xlsx")
        files = [path for path in out.rglob("*") if path.is_file() and ".vanban" not in path.parts]
        made.append(
            {str(p.relative_to(out)): p.read_bytes() for p in files if p.parent.name != "report"}
        )
        made[-1]["status"] = said(monkeypatch, capsys, "check", out.name, "--json").encode()
    assert made[0] == made[1]
    assert len(made[0]) > 12
