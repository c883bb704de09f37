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
_TO_ANNOUNCE = re.compile(r"(?:ve(?: viec)? )?cong bo\b(?! tai)")
_ANNOUNCED = re.compile(r"cong bo\b.{0,40}(?:tai|theo)\b.{0,24}$")
_CITED = re.compile(r"\d/")  # "Nghị định số 1/... sửa đổi Nghị định số 2/...": not by this document
_WINDOW = 80


@dataclass(frozen=True, slots=True)
class Cues:
    """Folded cues by relation."""

    replaces: tuple[str, ...]
    amends: tuple[str, ...]
    basis_start: tuple[str, ...]
    implements_start: tuple[str, ...]
    implements: tuple[str, ...]


def cues(rows: Sequence[Entry]) -> Cues:
    """The cues among the reference words."""

    def of(kind: str) -> tuple[str, ...]:
        """The folded words of a kind."""
        return tuple(fold(row["words"]) for row in rows if row["kind"] == kind)

    return Cues(
        of("replaces"),
        of("amends"),
        of("basis_start"),
        of("implements_start"),
        of("implements"),
    )


def relation(passage: Passage, start: int, end: int, cues: Cues, *, is_task: bool = False) -> str:
    """The relation of the citation at `start` to `end` (date included); in a task openings do not count."""
    clause = _clause(passage.folded, start)
    opened = _opened(passage, start, clause, cues)
    if is_task and not (opened == "basis" and passage.text.rstrip().endswith((";", ","))):
        opened = ""
    if not opened:
        changed = _changed(passage, start, clause, cues)
        if changed:
            return changed
    if opened in ("basis", "implements"):
        return opened
    behind = passage.folded[end : end + _WINDOW].split(".")[0]
    if _TO_ANNOUNCE.search(behind) or _ANNOUNCED.search(clause):
        return "announces"
    return "implements" if _right_before(clause, cues) else "mentions"


def _changed(passage: Passage, start: int, clause: str, cues: Cues) -> str | None:
    """Whether this document replaces or amends the cited one."""
    if any(cue in clause for cue in cues.replaces) and _THIS.search(passage.folded[:start]):
        return "replaces"
    amending = [clause.find(cue) for cue in cues.amends if cue in clause]
    by_another = bool(amending) and _CITED.search(clause[: min(amending)])
    return "amends" if amending and not by_another else None


def _opened(passage: Passage, start: int, clause: str, cues: Cues) -> str:
    """What the paragraph's opening makes of it: "basis", "implements", "open" (a cue that does not reach it) or ""."""
    opening = passage.folded.lstrip("- ")
    capital = passage.text.lstrip("- ")[:1].isupper()
    if capital and opening.startswith(cues.basis_start):
        return "basis"
    if not opening.startswith(cues.implements_start):
        return ""
    reaches = _first_sentence(passage.folded, start) and not _OWN_ACT.search(clause)
    return "implements" if reaches else "open"


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
