"""VIQR, letters with their marks typed behind them (RFC 1456): `Co^.ng ho`a` is Cộng hòa.

A syllable has one tone, so a point or question mark behind a second one is punctuation. In what is no syllable once it is
decoded (addresses, foreign words, abbreviations) these two are no tones at all.
"""

from __future__ import annotations

import re
import unicodedata

from extract.restore.model.syllable import fold_tone, is_syllable

_QUALITY = {"^": "\u0302", "(": "\u0306", "+": "\u031b", "*": "\u031b"}
_TONES = {"'": "\u0301", "`": "\u0300", "?": "\u0309", "~": "\u0303", ".": "\u0323"}
_VOWEL = r"(?:[aA][\^(]?|[eE]\^?|[oO][\^+*]?|[uU][+*]?|[iIyY])"
_STEP = re.compile(rf"(?P<bar>dd|D[dD])|(?P<vowel>{_VOWEL})(?P<tone>['`?~.]?)|\\(?P<plain>.)")
_FOREIGN_STEP = re.compile(rf"(?P<bar>\bdd|DD)|(?P<vowel>{_VOWEL})(?P<tone>['`~]?)|\\(?P<plain>.)")
#: a run of letters with the marks inside and behind it
TOKEN = re.compile(r"[A-Za-z][A-Za-z'`?~.^(+*\\]*")
_SIGN = re.compile(r"[aeoAEO]\^|[aA]\(|[oOuU][+*]|dd|D[dD]|[aeiouyAEIOUY]['`~]")
_IN_SIGNS = ("^", "(", "+", "*", "'", "`", "~", "dd", "Dd", "DD")  # one of them is in every sign
_SENTENCE_MARKS = ".?"


def signs(text: str) -> int:
    """How many signs of VIQR a text has: letters with a mark behind them."""
    return len(_SIGN.findall(text)) if any(part in text for part in _IN_SIGNS) else 0


def from_viqr(word: str, capitals: bool) -> str:  # noqa: ARG001, FBT001 the decoders share one signature
    """A word in VIQR with what follows it.

    >>> from_viqr("ddu+o+`ng", False), from_viqr("na`y.", False), from_viqr("tha.nh", False)
    ('đường', 'này.', 'thạnh')
    """
    body, tail = word, ""
    while body and body[-1] in _SENTENCE_MARKS and not _is_tone(body, tail):
        body, tail = body[:-1], body[-1] + tail
    whole = _decoded(body)
    if not _is_legal(whole.strip("'`~^(+*")) and body not in {"dd", "DD"}:
        whole = unicodedata.normalize("NFC", _FOREIGN_STEP.sub(_letter, body))
    return whole + tail


def _decoded(word: str) -> str:
    return unicodedata.normalize("NFC", _STEP.sub(_letter, word))


def _letter(match: re.Match[str]) -> str:
    if match["plain"]:
        return match["plain"]
    if match["bar"]:
        return "đ" if match["bar"] == "dd" else "Đ"
    vowel = "".join(_QUALITY.get(sign, sign) for sign in match["vowel"])
    return vowel + _TONES.get(match["tone"], "")


def _is_tone(word: str, behind: str) -> bool:
    """Whether the mark at the word's end is the tone of its syllable; `behind`: marks that stand behind it."""
    if (len(word) == len("U.") and word[0].isupper()) or behind == ".." or word.endswith("..."):
        return False
    with_it, without = _decoded(word), _decoded(word[:-1])
    return _is_legal(with_it) and not _has_tone(without)


def _is_legal(word: str) -> bool:
    return is_syllable(fold_tone(word.lower()))


def _has_tone(word: str) -> bool:
    return not _TONE_MARKS.isdisjoint(unicodedata.normalize("NFD", word))


_TONE_MARKS = frozenset(_TONES.values())
