"""The catalogue of words: sentences have Vietnamese texts with the same places to fill, and commands speak the chosen language."""

from __future__ import annotations

import re
import sys

import pytest
import typer.main

from extract.cli import main
from extract.cli.app import app
from extract.words import Template, in_vietnamese, sentences, template

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
VIETNAMESE = re.compile(r"[ăâđêôơưĂÂĐÊÔƠƯ\u1ea0-\u1ef9]")
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
