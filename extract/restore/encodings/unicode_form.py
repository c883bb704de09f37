"""One form for every letter: NFC, the right Đ, no look-alikes from other scripts, nothing invisible (rule `unicode`).

Eth and the African D stand for Đ in many fonts and keyboards; ƣ comes from wrong font tables of converted PDFs; a single
Cyrillic or Greek letter inside a Latin word is a look-alike. Private-use, unassigned and invisible characters go, but those that join emoji. The font
tables that give ƣ give Õ for Ò too (`CỘNG HÕA`): there a word that no vocabulary has takes the ò that makes it one.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from operator import attrgetter

from extract.restore.edits import Edit

_ALWAYS = {
    "Ð": "Đ",
    "Ɖ": "Đ",
    "ð": "đ",
    "ɖ": "đ",
    "ƣ": "ư",
    "Ƣ": "Ư",
    "ﬁ": "fi",
    "ﬂ": "fl",
    "ﬀ": "ff",
}
_FOREIGN = dict(
    zip(
        "аеорсухіАВЕКМНОРСТХІΑΒΕΗΙΚΜΝΟΡΤΥΧοαν",
        "aeopcyxiABEKMHOPCTXIABEHIKMNOPTYXoav",
        strict=True,
    )
)
_GRAVE = {"õ": "ò", "Õ": "Ò"}
_GRAVES = str.maketrans(_GRAVE)
_LATIN = re.compile(r"[A-Za-zÀ-ɏ\u1e00-\u1eff]")  # no Greek, no Cyrillic
_KEPT_CONTROLS = "\t\f\r"
_DROPPED = frozenset({"Cc", "Cf", "Co", "Cn", "Cs"})
_JOINER = "\u200d"  # of emoji: `👨‍👩‍👧` is three signs and two of these
_PLAIN = r"\t\f\r -~À-ÏÑ-ïñ-ƀĂăĐđĨĩŨũƠơƯư\u1ea0-\u1ef9–—“”‘’…•"
_ALL_PLAIN = re.compile(rf"[{_PLAIN}]*\Z")
_CLUSTER = re.compile(rf"[^{_PLAIN}][\u0300-\u036f]*|.[\u0300-\u036f]+", re.DOTALL)
_WORD = re.compile(r"[^\W\d_]+(?:[\u0300-\u036f][^\W\d_]*)*")


Known = Callable[[str], object]  # whether a vocabulary has a word, in any case


def has_wrong_table(lines: Iterable[str]) -> bool:
    """Whether a text came through one of the font tables that give ƣ for ư."""
    return any("ƣ" in line or "Ƣ" in line for line in lines)


def unicode_edits(raw: str, known: Known | None = None) -> tuple[Edit, ...]:
    """What must change for the raw line to be in one form; `known`: the text has a wrong table, and this knows words."""
    if _ALL_PLAIN.match(raw) and unicodedata.is_normalized("NFC", raw) and known is None:
        return ()
    graves = () if known is None else _grave_edits(raw, known)
    taken = {edit.start for edit in graves}
    others = (edit for edit in _cluster_edits(raw) if edit.start not in taken)
    edits = tuple(sorted((*graves, *others), key=attrgetter("start")))
    whole = _apply(raw, edits)
    if unicodedata.is_normalized("NFC", whole):
        return edits
    return (Edit(0, len(raw), unicodedata.normalize("NFC", whole), "unicode", 1.0),)


def _grave_edits(raw: str, known: Known) -> list[Edit]:
    return [
        Edit(word.start() + at, word.start() + at + 1, _GRAVE[letter], "unicode", 0.9)
        for word in _WORD.finditer(raw)
        if len(word.group()) > 1
        and not known(_form(word.group()))
        and known(_form(word.group().translate(_GRAVES)))
        for at, letter in enumerate(word.group())
        if letter in _GRAVE
    ]


def _form(word: str) -> str:
    return unicodedata.normalize("NFC", "".join(_ALWAYS.get(letter, letter) for letter in word))


def _cluster_edits(raw: str) -> Iterator[Edit]:
    mixed: set[int] = set()
    if not _FOREIGN.keys().isdisjoint(raw):
        mixed = {at for word in _WORD.finditer(raw) for at in _look_alikes(word)}
    for match in _CLUSTER.finditer(raw):
        cluster = match.group()
        if cluster == _JOINER and _joins_signs(raw, match.start()):
            continue
        first = (
            _FOREIGN[cluster[0]] if match.start() in mixed else _ALWAYS.get(cluster[0], cluster[0])
        )
        form = unicodedata.normalize("NFC", first + cluster[1:])
        form = "".join(letter for letter in form if _is_kept(letter))
        if form != cluster:
            yield Edit(match.start(), match.end(), form, "unicode", 0.99)


def _look_alikes(word: re.Match[str]) -> Iterator[int]:
    text = word.group()
    if _LATIN.search(text) is not None:
        yield from (word.start() + at for at, letter in enumerate(text) if letter in _FOREIGN)


def _joins_signs(raw: str, at: int) -> bool:
    """Whether an invisible joiner stands between two pictures, be the first one coloured."""
    before, after = raw[at - 1 : at], raw[at + 1 : at + 2]
    is_sign = bool(before) and (before == "\ufe0f" or unicodedata.category(before) in {"So", "Sk"})
    return is_sign and bool(after) and unicodedata.category(after) == "So"


def _is_kept(letter: str) -> bool:
    return letter in _KEPT_CONTROLS or unicodedata.category(letter) not in _DROPPED


def _apply(raw: str, edits: tuple[Edit, ...]) -> str:
    text = raw
    for edit in reversed(edits):
        text = text[: edit.start] + edit.after + text[edit.end :]
    return text
