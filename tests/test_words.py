"""The catalogue of words: sentences have Vietnamese texts with the same places to fill, and commands speak the chosen language."""

from __future__ import annotations

import re
import sys
from itertools import combinations

import pytest
import typer.main

from extract.cli import main
from extract.cli.app import app
from extract.dictionaries import read_enumerations
from extract.errors import EXIT_MEANINGS
from extract.tables import TABLES, as_markdown
from extract.words import Template, catalogue, in_vietnamese, sentences, template

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
def test_help_is_in_the_language_that_was_chosen(
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


@pytest.mark.parametrize("tables", [(), ("review",)])
def test_the_glossary_is_in_one_language(tables: tuple[str, ...]) -> None:
    assert not english_in(as_markdown(tables, "vi"))
