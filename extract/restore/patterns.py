"""The one engine of the patterns in `dictionaries/patterns/`: where each acts, what it replaces, with what, how sure.

A pattern is laid over what was decoded: fixed forms that no model can know (`V/v`), words that stand alone before a number,
short forms of recipients, numbers that were read as letters. Those that change a number (rule `numeric`) keep what was read as an alternative.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

from extract.dictionaries import Dictionaries, Pattern, Wordings
from extract.fold import fold, unaccent
from extract.restore.candidates import case_mode
from extract.restore.lexicon import fold_tone
from extract.restore.lines import DamagedLine, Edit
from extract.restore.sequence import Decoded
from extract.restore.tokens import Damage, with_case

_LETTERS = re.compile(r"[^\W\d_]+")
_LAST_WORD = re.compile(r"[^\W\d_]{1,30} ?\Z")
_BAR = re.compile(r"(?<!\S)\|(?!\S)")
_NEAR = 2  # columns that a bar of a ruled table may move from line to line
_BEHIND = 60  # characters that `after` looks back


@dataclass(frozen=True)
class Words:
    """The decoded words of some lines, found by where they begin or end in the text as it was read."""

    decoded: Sequence[Decoded]

    @cached_property
    def starts(self) -> dict[tuple[int, int], int]:
        """Which word begins at a place of a line."""
        return {(word.line, word.piece.start): at for at, word in enumerate(self.decoded)}

    @cached_property
    def ends(self) -> dict[tuple[int, int], int]:
        """Which word ends at a place of a line."""
        return {(word.line, word.piece.end): at for at, word in enumerate(self.decoded)}

    def starting(self, line: int, start: int) -> list[str]:
        """The text of the word that begins at a place and of the next one; nothing where none begins."""
        at = self.starts.get((line, start))
        return [] if at is None else [word.text for word in self.decoded[at : at + 2]]

    def ending(self, line: int, end: int) -> str:
        """The text of the word that ends at a place; empty where none does."""
        at = self.ends.get((line, end))
        return "" if at is None else self.decoded[at].text


@dataclass(frozen=True, slots=True, kw_only=True)
class Repair:
    """A pattern with its expressions compiled and its lists looked up."""

    of: Pattern
    regex: re.Pattern[str]
    damage: frozenset[Damage]
    wordings: Mapping[str, str]  # by what they fold to
    letters: Mapping[int, str]
    result: re.Pattern[str]
    after: re.Pattern[str]
    opens: re.Pattern[str] | None
    titles: frozenset[str]
    counting: frozenset[str]
    heads: frozenset[str]

    def edits(self, texts: Sequence[str], words: Words) -> Iterator[tuple[int, Edit]]:
        """Line indexes and edits; `texts`: the lines so damaged, the others empty."""
        for index in self._lines(texts):
            found = [
                edit
                for match in self._matches(texts[index])
                for edit in self._of(index, match, words)
            ]
            if found and not (self.of.unruled and _is_ruled(texts, index, found)):
                yield from ((index, edit) for edit in found)

    def _matches(self, text: str) -> Iterable[re.Match[str]]:
        """Where it is found; a search would try what only a line's beginning can be at every letter."""
        if not self.of.pattern.startswith("^"):
            return self.regex.finditer(text) if text else ()
        first = self.regex.match(text)
        return () if first is None else (first,)

    def _lines(self, texts: Sequence[str]) -> Iterable[int]:
        """The lines where it may act: in the head, below a title, within a list, or all."""
        if self.of.below is not None:
            return self._below_titles(texts)
        if self.opens is not None:
            return self._within(texts)
        return range(len(texts))[: self.of.lines]

    def _below_titles(self, texts: Sequence[str]) -> Iterator[int]:
        below = False
        for index, text in enumerate(texts):
            if below:
                yield index
            is_title = text.isupper() and _bare(text) in self.titles
            below = is_title or (below and not text.strip())

    def _within(self, texts: Sequence[str]) -> Iterator[int]:
        assert self.opens is not None
        assert self.of.within is not None
        left = 0
        for index, text in enumerate(texts):
            left = self.of.within.lines if self.opens.match(text) else left - 1
            if left > 0:
                yield index

    def _of(self, line: int, match: re.Match[str], words: Words) -> Iterator[Edit]:
        start, end = match.span("form")
        read = match["form"]
        if not _is_in_case(read, self.of.case) or not self._fits(line, match, words):
            return
        true = self._true(read)
        if self.of.by_word:
            yield from self._by_word(line, start, read, true, words)
        elif true and (true != read or self.of.right != "skip"):
            others = (read,) if self.of.rule == "numeric" else ()
            yield Edit(start, end, true, self.of.rule, self.of.confidence, alternatives=others)

    def _true(self, read: str) -> str:
        """What the form becomes; nothing where no wording or numeral is meant."""
        if self.of.replacement:
            return self.of.replacement
        if not self.wordings:
            true = read.translate(self.letters)
            return true if self.result.fullmatch(true) else ""
        true = self.wordings.get(_key(read, self.letters), "")
        if true and self.of.right != "skip" and _same(read, true):
            return read
        if self.of.right == "only" or (not self.of.by_word and _same(read, true)):
            return ""
        return true.upper() if read.isupper() else true

    def _by_word(self, line: int, start: int, read: str, true: str, words: Words) -> Iterator[Edit]:
        """An edit of each word that was decoded otherwise, in the case of what was read."""
        if not true or read.count(" ") != true.count(" "):
            return
        for one, other in zip(read.split(" "), true.split(" "), strict=True):
            decoded = words.starting(line, start)[:1]
            if not decoded or not _same(decoded[0], other):
                text = with_case(other.lower(), case_mode(one))
                yield Edit(start, start + len(one), text, self.of.rule, self.of.confidence)
            start += len(one) + 1

    def _fits(self, line: int, match: re.Match[str], words: Words) -> bool:
        """Whether what stands around the form is as the pattern asks."""
        of, text, (start, end) = self.of, match.string, match.span("form")
        if of.after and not self.after.search(fold(text[max(0, start - _BEHIND) : start])):
            return False
        if of.not_after and self._counts(line, text[:start], words):
            return False
        if of.completes and not self._completes(words.starting(line, end + 1)[:2]):
            return False
        return not of.between or self._is_between(line, start, end, words)

    def _counts(self, line: int, before: str, words: Words) -> bool:
        read = _LAST_WORD.search(before)
        word = words.ending(line, len(before) - 1) or (read.group().strip() if read else "")
        return not word or unaccent(word).lower() in self.counting

    def _completes(self, following: Sequence[str]) -> bool:
        name = f"{self.of.replacement} {' '.join(following)}"
        return (
            len(following) > 1 and following[0][:1].isupper() and _bare(name).lower() in self.heads
        )

    def _is_between(self, line: int, start: int, end: int, words: Words) -> bool:
        before = words.ending(line, start - 1).lower()
        after = "".join(words.starting(line, end + 1)[:1]).lower()
        return any(before in ones and after in others for ones, others in self.of.between)


@dataclass(frozen=True, slots=True)
class Repairs:
    """All patterns, in order: a later one is laid over an earlier one."""

    repairs: tuple[Repair, ...]

    def edits(
        self, lines: Sequence[DamagedLine], decoded: Sequence[Decoded]
    ) -> Iterator[tuple[int, Edit]]:
        """Line indexes and edits of decoded lines."""
        words = Words(decoded)
        damages = frozenset(line.damage for line in lines)
        of_damage: dict[frozenset[Damage], list[str]] = {}
        for one in self.repairs:
            here = one.damage & damages
            if here and here not in of_damage:
                of_damage[here] = [line.text if line.damage in here else "" for line in lines]
            yield from one.edits(of_damage[here], words) if here else ()


def repairs(lists: Dictionaries) -> Repairs:
    """The patterns of the dictionaries and of users."""
    return Repairs(tuple(repair(pattern, lists) for pattern in lists.patterns))


def repair(of: Pattern, lists: Dictionaries) -> Repair:
    """A pattern made ready."""
    letters = str.maketrans(of.letters)
    true = (*of.entries, *_wordings(lists, of.entries_of))
    names = (_bare(name).split() for name in _wordings(lists, of.completes))
    return Repair(
        of=of,
        regex=re.compile(of.pattern),
        damage=frozenset(Damage[name.upper()] for name in of.damage),
        wordings={_key(wording, letters): wording for wording in reversed(true)},
        letters=letters,
        result=re.compile(of.result or ".+"),
        after=re.compile(rf"(?:{of.after})\Z"),
        opens=re.compile(of.within.opens) if of.within else None,
        titles=frozenset(map(_bare, _wordings(lists, of.below))),
        counting=frozenset(unaccent(word).lower() for word in _wordings(lists, of.not_after)),
        heads=frozenset(" ".join(name[:3]).lower() for name in names),
    )


def _wordings(lists: Dictionaries, of: Wordings | None) -> tuple[str, ...]:
    return lists.wordings(of) if of else ()


def _key(text: str, letters: Mapping[int, str]) -> str:
    """What readings of one wording share: no blanks, marks or case, confused letters as one."""
    return unaccent("".join(text.split()).lower().translate(letters)).lower().translate(letters)


def _same(read: str, true: str) -> bool:
    """Whether a text is a wording in any case, its tone marks in the old or the new place."""
    return [fold_tone(w) for w in read.lower().split()] == [
        fold_tone(w) for w in true.lower().split()
    ]


def _bare(text: str) -> str:
    return " ".join(_LETTERS.findall(unaccent(text)))


def _is_in_case(text: str, case: str) -> bool:
    return case == "any" or (text.isupper() if case == "capitals" else text[0].isupper())


def _is_ruled(lines: Sequence[str], line: int, edits: Sequence[Edit]) -> bool:
    """Whether bars of the line may be a table's: one is no form of the pattern, or one stands near in the lines beside."""
    bars = _columns(lines[line])
    beside = [
        column
        for text in (*lines[max(0, line - 1) : line], *lines[line + 1 : line + 2])
        for column in _columns(text)
    ]
    ruled = any(abs(bar - other) <= _NEAR for bar in bars for other in beside)
    return ruled or not bars <= {edit.start for edit in edits}


def _columns(line: str) -> set[int]:
    return {bar.start() for bar in _BAR.finditer(line)}
