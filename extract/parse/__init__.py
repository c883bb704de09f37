"""Lines to records: outline first, then one small parser a table. Entry point: `extract.parse.parse`.

A file's lines are split into documents: the national header again at the top of a later page begins one. It must be whole
(motto or number below it) and no form of an appendix (`Mẫu số ...`) or a copying agency's block (`SAO Y`); without pages it
counts anywhere below the first. Of each document the header and the closing block are cut off, what remains is the body,
which the table parsers get as a tree and as lines. Nothing here changes text: values are cut from it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Any

from extract.dictionaries import Dictionaries
from extract.fold import fold
from extract.model import Page, Restored, Signature, TextLine
from extract.parse.assignments import read_assignments
from extract.parse.ending import read_signature, read_stamps
from extract.parse.ending.columns import EndingWords, addressees, read_recipients
from extract.parse.ending.zone import EndingZone, ending_words, read_ending
from extract.parse.header import read_header, read_inner_mark
from extract.parse.header.features import HeaderLists
from extract.parse.header.figures import Draft, read_closing_date
from extract.parse.header.names import agency_words, one_line
from extract.parse.header.number_date import read_code_line
from extract.parse.header.segments import HeaderZone, Role
from extract.parse.header.words import HeaderWords, header_words
from extract.parse.header.zone import read_zone
from extract.parse.outline import Context, MarkKind, build_outline
from extract.parse.passage import (
    HandwrittenPages,
    Passage,
    capital_share,
    find_motto,
    find_phrase,
    is_like,
    join,
    text_lines,
    without_margins,
)
from extract.parse.reasons import read_reasons
from extract.parse.reasons.walk import find_reasons
from extract.parse.references import Quoted, read_references, reference_words
from extract.parse.results import read_results
from extract.parse.score_tables import find_tables, lines_of, read_score_tables
from extract.parse.scores import read_scored
from extract.parse.stamps import known_days, read_beside, read_signing, signatures_of
from extract.records import Extracted, Header, Reason, Reference, Result, Score


@dataclass(frozen=True, slots=True)
class Rated:
    """The rows of results.csv, scores.csv and reasons.csv of one document, each in reading order."""

    results: tuple[Result, ...]
    scores: tuple[Score, ...]
    reasons: tuple[Reason, ...]


def read_rated(context: Context) -> Rated:
    """The rows of one document."""
    grids = find_tables(context)
    tables = read_score_tables(context, grids)
    in_tables = frozenset(place for grid in grids for place in lines_of(grid, context))
    found = find_reasons(context, in_tables)
    scored = read_scored(context, tables, found)
    return Rated(
        results=read_results(context, tables, scored),
        scores=scored.rows,
        reasons=read_reasons(context, found, scored.rows, grids),
    )


__all__ = ["parse"]

_CLOSING = 16  # lines at the end, among them the date of a paper that has none at its head
_APPENDIX_LINES = 3  # an appendix has a heading and some text


def parse(restored: Restored, dictionaries: Dictionaries) -> tuple[Extracted, ...]:
    """The documents of a file, one for each part, at least one; an empty text gives an empty document."""
    kept = without_margins(restored.lines)
    parts = split_parts(kept, header_words(dictionaries), ending_words(dictionaries))
    flags = ("two_documents_in_file",) if len(parts) > 1 else ()
    pages = restored.reading.pages
    held = pages_of(parts, restored.lines)
    signed = [one for page in pages for one in page.signatures]
    made = (
        _document(
            n, text_lines(part), dictionaries, flags, pages, signed=signatures_of(signed, part)
        )
        for n, part in enumerate(parts, 1)
    )
    return tuple(replace(one, pages=at) for one, at in zip(made, held, strict=True))


def _document(
    part: int,
    lines: Sequence[TextLine],
    dictionaries: Dictionaries,
    flags: tuple[str, ...],
    pages: Sequence[Page],
    *,
    signed: Sequence[Signature],
) -> Extracted:
    zone = read_zone(lines, HeaderLists(header_words(dictionaries), agency_words(dictionaries)))
    ending = read_ending(lines, zone.body_start, ending_words(dictionaries))
    draft = _draft(lines, zone, ending, dictionaries, pages=pages, signed=signed)
    sent_to = addressees([piece.at for piece in zone.of(Role.ADDRESSEE)])
    _put_addressees(draft, sent_to)
    body = _body(lines, zone, ending)
    context = Context(_header(draft), build_outline(body, dictionaries), tuple(body), dictionaries)
    rated = read_rated(context)
    if not any(line.text.strip() for line in lines):
        draft.flags = ["no_text"]
    return Extracted(
        part=part,
        header=context.header,
        fields=tuple(draft.fields),
        results=rated.results,
        scores=rated.scores,
        reasons=rated.reasons,
        assignments=read_assignments(context),
        references=_references(context, zone),
        recipients=read_recipients(sent_to, ending.left, dictionaries),
        flags=tuple(dict.fromkeys((*flags, *draft.flags))),
        doubts=tuple(draft.doubts),
    )


def _draft(
    lines: Sequence[TextLine],
    zone: HeaderZone,
    ending: EndingZone,
    dictionaries: Dictionaries,
    *,
    pages: Sequence[Page],
    signed: Sequence[Signature],
) -> Draft:
    """What header, closing block, stamps and electronic signatures say of the document itself."""
    written = HandwrittenPages(pages)
    known = known_days(lines[zone.body_start : ending.start], signed)
    draft = read_header(zone, dictionaries, written, known)
    read_inner_mark(draft, lines, header_words(dictionaries))
    read_signature(draft, ending, ending_words(dictionaries), dictionaries)
    read_stamps(draft, lines, pages)
    if not zone.of(Role.DATE):
        read_closing_date(draft, lines[zone.body_start : ending.end][-_CLOSING:], written, known)
    _read_copy(draft, zone, ending)
    read_signing(draft, signed)
    read_beside(draft, pages, lines, header_words(dictionaries))
    return draft


def _header(draft: Draft) -> Header:
    values: dict[str, Any] = {"rule_set": "unknown", "doc_type": "unknown", **draft.values}
    return Header(**values)


def _body(lines: Sequence[TextLine], zone: HeaderZone, ending: EndingZone) -> list[TextLine]:
    """What is neither header nor closing block; appendices behind the block belong to it, a copy's block does not."""
    after = lines[ending.end : ending.copy_start]
    if lines and _is_foot([line for line in after if line.text.strip()], lines[ending.end - 1]):
        after = []
    return [*lines[zone.body_start : ending.start], *after]


def _is_foot(after: Sequence[TextLine], last: TextLine) -> bool:
    """Whether what stands behind the closing block is a foot line or a stamp of the same page, not an appendix."""
    return len(after) < _APPENDIX_LINES and all(line.page == last.page for line in after)


def _read_copy(draft: Draft, zone: HeaderZone, ending: EndingZone) -> None:
    stamped = any(piece.value == "copy" for piece in zone.of(Role.STAMP))
    draft.values["is_copy"] = stamped or ending.copy_start is not None
    if ending.copy_start is not None:
        draft.flags.append("copy_block_found")


def _put_addressees(draft: Draft, sent_to: Sequence[Passage]) -> None:
    if sent_to:
        at = sent_to[0].evidence("header.addressees", 0.93)
        draft.put("addressees", tuple(item.text for item in sent_to), at)


def _references(context: Context, zone: HeaderZone) -> tuple[Reference, ...]:
    subject = [p.at for p in zone.of(Role.SUBJECT, Role.UNDER_TITLE, Role.ATTACHED)]
    quoted = [Quoted(one_line(subject), is_item=False)] if subject else []
    quoted += [
        Quoted(node.own, is_item=node.mark.kind not in (MarkKind.NONE, MarkKind.ARTICLE))
        for _, node in context.body.walk()
        if any(map(str.isdigit, node.own.text))
    ]
    header = context.header
    words = reference_words(context.dictionaries)
    return read_references(quoted, header.code, header.issued_date, words)


_TOP = 8  # filled lines of a page in which a header's fixed phrase must stand
_BELOW = 16  # lines below it in which its number and motto must stand
_FIRST = 12  # lines a document has at least in a text without pages
_CAPITALS, _FEWEST_CAPITALS = 0.7, 4  # of a fixed phrase; what is left of the shortest has more
# whatever a pen made of the number, not a form's dots
_NUMBER_LINE = re.compile(r"\W*s[o0][a-z]?\W*[^\W_].{0,14}/")
_FORMS = ("mau so", "mau ", "phu luc", "bieu mau", "phieu so")


def split_parts(
    lines: Sequence[TextLine], words: HeaderWords, copies: EndingWords
) -> tuple[tuple[TextLine, ...], ...]:
    """The file's lines as one sequence a document, at least one."""
    starts = [0]
    for i in range(1, len(lines)):
        if _is_behind(lines, i, starts[-1]) and _is_header(lines, i, words, copies):
            start = _top(lines, i)
            if start is not None and start > starts[-1]:
                starts.append(start)
    bounds = zip(starts, [*starts[1:], len(lines)], strict=True)
    return tuple(tuple(lines[a:b]) for a, b in bounds)


def pages_of(
    parts: Sequence[Sequence[TextLine]], lines: Sequence[TextLine]
) -> tuple[tuple[int, int] | None, ...]:
    """First and last page of each part of a file's lines, up to the next part's first; `None` for texts without pages."""
    first, last = (lines[0].page, lines[-1].page) if lines else (None, None)
    firsts = [part[0].page for part in parts[1:] if part]
    if first is None or last is None or None in firsts:
        return (None,) * len(parts)
    known = [first, *(page for page in firsts if page is not None), last + 1]
    return tuple((start, end - 1) for start, end in pairwise(known))


def _is_behind(lines: Sequence[TextLine], i: int, start: int) -> bool:
    """Whether a line may open the next document: on a later page, or far enough down in a text without pages."""
    page, first = lines[i].page, lines[start].page
    return i - start >= _FIRST if page is None or first is None else page > first


def _is_header(lines: Sequence[TextLine], i: int, words: HeaderWords, copies: EndingWords) -> bool:
    if sum(map(str.isupper, lines[i].text)) < _FEWEST_CAPITALS:
        return False
    folded = fold(" ".join(lines[i].text.split()))
    if len(folded) < 12 or not _has_head(folded, lines[i].text, words):  # noqa: PLR2004 - the Party's head has 22 letters
        return False
    around = [join([line]) for line in lines[max(0, i - 4) : i + _BELOW] if line.text.strip()]
    if any(
        p.text.isupper() and is_like(p.folded, copy, 90.0) for p in around for copy in copies.copies
    ):
        return False
    motto = any(find_motto(p.folded, words.motto) for p in around)
    numbered = any(_NUMBER_LINE.match(p.folded) or read_code_line(p, words.groups) for p in around)
    return numbered and (motto or find_phrase(folded, words.party) is not None)


def _has_head(folded: str, text: str, words: HeaderWords) -> bool:
    for phrase in (words.national, words.party):
        span = find_phrase(folded, phrase)
        if span:
            printed = " ".join(text.split())[span.start : span.end]
            return capital_share(printed) >= _CAPITALS
    return False


def _top(lines: Sequence[TextLine], i: int) -> int | None:
    """The first line of the header at `i`: the page's first, or the capitals right above; `None` for a form."""
    page = lines[i].page
    start = i
    while (
        start > 0
        and lines[start - 1].page == page
        and (page is not None or _above(lines[start - 1]))
    ):
        start -= 1
    filled = [line for line in lines[start:i] if line.text.strip()]
    if len(filled) >= _TOP and page is not None:
        return None
    return None if any(fold(line.text.strip()).startswith(_FORMS) for line in filled) else start


def _above(line: TextLine) -> bool:
    text = line.text.strip()
    return text.isupper() or read_code_line(join([line]), {}) is not None
