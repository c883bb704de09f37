"""What a document does with one that it cites: the first of replaces, amends, basis, implements, announces, mentions.

Cues stand at the paragraph's beginning (`Căn cứ`, `Thực hiện`), in the clause before the code (`thay thế`, `sửa đổi`) or
right behind date and issuer (`về việc công bố`). Inside a legal basis `sửa đổi, bổ sung` belongs to the cited title.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extract.dictionaries import Entry
from extract.fold import fold
from extract.parse.passage import Passage

_CLAUSE = re.compile(r"[;.](?=\s)")
_THIS = re.compile(r"\bnay\b")
_OWN_ACT = re.compile(
    r"\b(?:ban hanh|tham muu)\b.{0,60}$"
)  # "... đã tham mưu UBND tỉnh ban hành Kế hoạch số"
_WINDOW = 80


@dataclass(frozen=True, slots=True)
class Cues:
    """Folded cues by relation."""

    replaces: tuple[str, ...]
    amends: tuple[str, ...]
    announces: tuple[str, ...]
    basis_start: tuple[str, ...]
    implements_start: tuple[str, ...]
    implements: tuple[str, ...]


def cues(rows: Sequence[Entry]) -> Cues:
    """The cues among the reference words."""

    def of(kind: str) -> tuple[str, ...]:
        return tuple(fold(row["words"]) for row in rows if row["kind"] == kind)

    return Cues(
        of("replaces"),
        of("amends"),
        of("announces"),
        of("basis_start"),
        of("implements_start"),
        of("implements"),
    )


def relation(passage: Passage, start: int, end: int, cues: Cues, *, is_task: bool = False) -> str:
    """The relation of the citation at `start` to `end` (date included)."""
    clause = _clause(passage.folded, start)
    opening = "" if is_task else passage.folded.lstrip("- ")
    sentence_start = _first_sentence(passage.folded, start)
    if not opening.startswith(cues.basis_start) and not opening.startswith(cues.implements_start):
        if any(cue in clause for cue in cues.replaces) and _THIS.search(passage.folded[:start]):
            return "replaces"
        if any(cue in clause for cue in cues.amends):
            return "amends"
    return _plain(passage, start, end, opening, clause, sentence_start, cues)


def _plain(
    passage: Passage,
    start: int,
    end: int,
    opening: str,
    clause: str,
    sentence_start: bool,
    cues: Cues,
) -> str:
    if opening.startswith("theo") and not opening.startswith("theo de nghi"):
        opening = ""
    if opening.startswith(cues.basis_start) and passage.text.lstrip("- ")[:1].isupper():
        return "basis"
    if opening.startswith(cues.implements_start) and sentence_start and not _OWN_ACT.search(clause):
        return "implements"
    behind = passage.folded[end : end + _WINDOW].split(".")[0]
    if re.search(r"(?:ve viec|ve) cong bo\b", behind) or re.search(
        r"cong bo\b.{0,40}(?:tai|theo)\b.{0,24}$", clause
    ):
        return "announces"
    return "implements" if _right_before(clause, cues) else "mentions"


def _right_before(clause: str, cues: Cues) -> bool:
    """`thực hiện Chỉ thị số ...`: the verb, at most a type of three words, `số`."""
    words = clause.removesuffix("so ").removesuffix("so").split()
    for n in range(1, 5):
        before = " ".join(words[: len(words) - n])
        if before.endswith(cues.implements):
            return True
    return False


def _clause(folded: str, start: int) -> str:
    """The clause before the citation."""
    begin = 0
    for match in _CLAUSE.finditer(folded, 0, start):
        begin = match.end()
    return folded[begin:start]


def _first_sentence(folded: str, start: int) -> bool:
    """Whether the citation stands in the paragraph's first sentence."""
    return not re.search(r"[a-z)][.]\s", folded[:start])
