"""What people said put over what the machine read, each time tables are written; nothing is read anew for it (promise D16).

A decision holds for the row it was made on: the same words on the paper, about the same thing. Where the words read otherwise
now, the header and a row that is still about the same thing keep the person's value and are asked about again; a row that is
gone is asked about. The machine's records stay in the journal as they are, so replaying twice is replaying once.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from extract.decisions.derived import derived
from extract.decisions.draft import PartDraft
from extract.decisions.record import WORDS, Decision
from extract.decisions.words import WordChanges, with_words
from extract.model import Restored
from extract.records import Checked


def replayed(
    restored: Restored, parts: Sequence[Checked], decisions: Sequence[Decision]
) -> tuple[Restored, tuple[Checked, ...]]:
    """A document with what people said of it; `decisions` are the standing ones of this document."""
    if not decisions or not parts:
        return restored, tuple(parts)
    numbers = {part.extracted.part for part in parts}
    first = parts[0].extracted.part
    of_part: defaultdict[int, list[Decision]] = defaultdict(list)
    for decision in decisions:
        of_part[decision.part if decision.part in numbers else first].append(decision)
    changes = with_words(restored, [d for d in decisions if d.table == WORDS])
    decided = (_decided(part, of_part[part.extracted.part], changes) for part in parts)
    return changes.restored, tuple(decided)


def decided(checked: Checked, decisions: Sequence[Decision]) -> Checked:
    """A part with what people said of its header and rows."""
    told = [d for d in decisions if d.table != WORDS]
    if not told:
        return checked
    draft = PartDraft.of(checked)
    for decision in sorted(told, key=lambda d: not draft.fits(d)):  # stable: time within both kinds
        draft.take(decision)
    return derived(checked, draft)


def _decided(part: Checked, decisions: Sequence[Decision], changes: WordChanges) -> Checked:
    whole = decided(part, decisions)
    words = [d for d in decisions if d.table == WORDS]
    return changes.of_part(whole, words) if changes.corrections is not None else whole
