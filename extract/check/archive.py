"""What the papers of one archive tell of each other: who signs for an office, and in which order its numbers run.

A name stamp under a seal is read badly, but the same stamp lies on many papers, and others print the name. So readings of one office
and position are put together, and one that is near (letters and marks alone differ) is repaired; it is never exchanged for a name
that is not near, and a person is asked either way. Measured on names drawn by their frequency, five to an office: of readings with every fifth
letter wrong 76 % find their name, none finds another's; of strangers with every tenth letter wrong 2 % pass (`benchmarks/register.py`).

Numbers of one office and year rise with the date (Thông tư 07/2012/TT-BNV, Điều 7: one series a year), so a number far out of its
place was misread, or its date was: both are asked for.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from rapidfuzz.distance import Levenshtein

from extract.check.review import order
from extract.fold import fold
from extract.model import Evidence
from extract.records import Checked, Extracted, Field, Header, ReviewItem

Key = tuple[str, int]  # a document's hash and the number of its part

_NEAR, _GIVEN_NEAR = 0.65, 0.5  # similarity of the whole name and of the given name, its last word
_AHEAD = 0.1  # by which the nearest name must be nearer than the next
_AGREEING = 2  # readings of a stamp that make a name, where none is printed
_PRINTED = 0.75  # confidence from which a printed name is the office's
_REPAIRED = 0.8  # how sure a repaired name ever is (docs/tables.md)
_MOST_GROUPS = 200  # kinds of readings that are looked through, so that the time stays linear
_OFFERED = 3  # names and readings that a person chooses from
_SHORTEST_SERIES = 4  # papers that make a series: three numbers rise by chance one time in six
_SERIES_SHARE = 0.7  # of an office's papers of a year that rise; fewer are of several registers
_URGENT = 0.5  # priority of a contradicted number: one of two fields is wrong
_RULE = "archive.signer"
_PERSON = "person"  # the rule of a value that a person gave: as good as a printed one

_Paper = tuple[date, int, Key]


@dataclass(frozen=True, slots=True)
class Claim:
    """What a paper says, as far as others can confirm it: its office, number, date and signer.

    `readings`: what its name stamp may say, best first; empty where the name is printed. `said`: a person gave the name.
    """

    office: str
    symbol: str
    number: int | None
    issued: date | None
    signer: str | None
    readings: tuple[str, ...] = ()
    said: bool = False


@dataclass(frozen=True, slots=True)
class ArchiveVerdict:
    """What the other papers say of one: the name its stamp is a reading of, other names near it, and whether its number fits."""

    signer: str | None = None
    others: tuple[str, ...] = ()
    between: tuple[int, int | None] | None = None


Verdicts = Mapping[int, ArchiveVerdict]  # of a document's parts


def claim_of(checked: Checked) -> Claim | None:
    """What a checked paper says; `None` where its office is not known, for then it says nothing of others."""
    header = checked.extracted.header
    said = "signer_name" in {f.name for f in checked.extracted.fields if f.at.rule == _PERSON}
    if header.issuer is None and not (said and header.signer_name):
        return None
    sure = {field.name: field.at.confidence for field in checked.extracted.fields}
    stamped = not said and (header.signer_source == "stamp" or header.signer_name is None)
    printed = said or (not stamped and sure.get("signer_name", 0.0) >= _PRINTED)
    number = header.number or ""
    return Claim(
        office=fold(header.issuer or ""),
        symbol=header.symbol or "",
        number=int(number) if number.isascii() and number.isdecimal() else None,
        issued=header.issued_date,
        signer=header.signer_name if printed else None,
        readings=_readings(header, checked.review) if stamped else (),
        said=said,
    )


def _readings(header: Header, review: Sequence[ReviewItem]) -> tuple[str, ...]:
    """What a stamped name may be: the cell, then what a person is offered instead."""
    offered = [
        text
        for item in review
        if (item.table, item.field) == ("documents", "signer_name")
        for text in item.alternatives
    ]
    return tuple(dict.fromkeys(filter(None, (header.signer_name, *offered))))


def verdicts(claims: Mapping[Key, Claim]) -> dict[str, Verdicts]:
    """What the papers together say of each one that they say something of, by its hash."""
    found = {
        key: ArchiveVerdict(signer=name, others=others) for key, name, others in _signers(claims)
    }
    for key, between in _misplaced(claims):
        found[key] = replace(found.get(key, ArchiveVerdict()), between=between)
    by_document: defaultdict[str, dict[int, ArchiveVerdict]] = defaultdict(dict)
    for (sha256, part), verdict in found.items():
        by_document[sha256][part] = verdict
    return dict(by_document)


def _signers(claims: Mapping[Key, Claim]) -> Iterator[tuple[Key, str | None, tuple[str, ...]]]:
    """For each stamped name that is like one of its office: that name, or `None` and the names it may be."""
    offices: defaultdict[str, list[Key]] = defaultdict(list)
    for key, claim in claims.items():
        offices[claim.office].append(key)
    told = _told(claims.values())
    for keys in offices.values():
        names = _names_of([claims[key] for key in keys])
        for key in keys:
            claim = claims[key]
            if not claim.readings or not (names or told):
                continue
            near = _near(claim.readings[0], names, told)
            yield key, near, tuple(name for name in names if name != near)[:3]


def _told(claims: Iterable[Claim]) -> dict[str, str | None]:
    """The names that people gave anywhere in the archive, by their letters without marks; `None` where two have the same."""
    found: dict[str, str | None] = {}
    for claim in claims:
        for name in (claim.signer or "").split("|") if claim.said else ():
            found[fold(name)] = name if found.get(fold(name), name) == name else None
    return found


def _near(reading: str, names: Sequence[str], told: Mapping[str, str | None]) -> str | None:
    """The names that a reading, of one or several joined, is one of: of the office, or by marks alone of those that people gave."""
    found = [nearest(one, names) or told.get(fold(one)) for one in reading.split("|")]
    known = [name for name in found if name]
    return "|".join(known) if len(set(known)) == len(found) else None


def _names_of(claims: Sequence[Claim]) -> tuple[str, ...]:
    """The names that sign for an office, most frequent first: printed ones, then what several stamps agree on."""
    printed = Counter(
        name
        for claim in claims
        if claim.signer and (claim.said or "|" not in claim.signer)
        for name in claim.signer.split("|")
    )
    names = [name for name, _ in sorted(printed.items(), key=lambda item: (-item[1], item[0]))]
    left = sorted(
        c.readings[0] for c in claims if c.readings and nearest(c.readings[0], names) is None
    )
    names += [agreed(group) for group in _groups(left) if len(group) >= _AGREEING]
    return tuple(dict.fromkeys(names))


def _groups(readings: Iterable[str]) -> list[list[str]]:
    """Readings put with the first group whose opening reading they are near."""
    groups: list[list[str]] = []
    for reading in readings:
        home = next((group for group in groups if _alike(reading, group[0]) is not None), None)
        if home is not None:
            home.append(reading)
        elif len(groups) < _MOST_GROUPS:
            groups.append([reading])
    return groups


def agreed(readings: Sequence[str]) -> str:
    """What readings of one name agree on, word by word, among those with the usual number of words.

    >>> agreed(["Trần Văn Mần", "Trần Vân Mẫn", "Trền Văn Mẫn"])
    'Trần Văn Mẫn'
    """
    lengths = Counter(len(reading.split()) for reading in readings)
    usual = max(lengths, key=lambda length: (lengths[length], length))
    columns = zip(*(r.split() for r in readings if len(r.split()) == usual), strict=True)
    return " ".join(Counter(column).most_common(1)[0][0] for column in columns)


def nearest(reading: str, names: Sequence[str]) -> str | None:
    """The name that a reading is one of, `None` where none is near or two are equally near.

    >>> nearest("Tran Vaa Man", ["Trần Văn Mẫn", "Lê Thị Hoa"])
    'Trần Văn Mẫn'
    >>> nearest("Phạm Quốc Bảo", ["Trần Văn Mẫn", "Lê Thị Hoa"])
    """
    scored = sorted(
        ((like, name) for name in names if (like := _alike(reading, name)) is not None),
        reverse=True,
    )
    if not scored or (len(scored) > 1 and scored[0][0] - scored[1][0] < _AHEAD):
        return None
    return scored[0][1]


def _alike(reading: str, name: str) -> float | None:
    """How like two names are, 0 to 1, marks and capitals aside; `None` where they are not."""
    one, other = fold(reading).split(), fold(name).split()
    if not one or not other:
        return None
    whole = Levenshtein.normalized_similarity(" ".join(one), " ".join(other))
    given = Levenshtein.normalized_similarity(one[-1], other[-1])
    return float(whole) if whole >= _NEAR and given >= _GIVEN_NEAR else None


def _misplaced(claims: Mapping[Key, Claim]) -> Iterator[tuple[Key, tuple[int, int | None]]]:
    """The papers whose number does not fit their date, with the numbers between which it should lie."""
    series: defaultdict[tuple[str, str, int], list[_Paper]] = defaultdict(list)
    for key, claim in claims.items():
        if claim.number is not None and claim.issued is not None:
            place = (claim.office, claim.symbol, claim.issued.year)
            series[place].append((claim.issued, claim.number, key))
    for papers in series.values():
        yield from _out_of_series(sorted(papers))


def _out_of_series(papers: Sequence[_Paper]) -> Iterator[tuple[Key, tuple[int, int | None]]]:
    """Of papers in the order of their dates those outside what the longest rising series of the others allows."""
    kept = _rising([number for _, number, _ in papers])
    if len(kept) < _SERIES_SHARE * len(papers) or len(kept) < _SHORTEST_SERIES:
        return  # dates or numbers of several registers
    days, numbers = [papers[at][0] for at in kept], [papers[at][1] for at in kept]
    for at in sorted({*range(len(papers))} - {*kept}):
        day, number, key = papers[at]
        below, above = bisect_left(days, day) - 1, bisect_right(days, day)
        least = numbers[below] if below >= 0 else 0
        most = numbers[above] if above < len(numbers) else None
        if number < least or (most is not None and number > most):
            yield key, (least, most)


def _rising(numbers: Sequence[int]) -> list[int]:
    """Positions of a longest run of numbers, gaps allowed, that does not fall (patience sorting: n log n).

    >>> _rising([3, 90, 4, 5])
    [0, 2, 3]
    """
    ends: list[int] = []  # the lowest number that a run of each length ends in
    at_end: list[int] = []  # and its position
    before: list[int | None] = []
    for at, number in enumerate(numbers):
        length = bisect_right(ends, number)
        ends[length : length + 1] = [number]
        at_end[length : length + 1] = [at]
        before.append(at_end[length - 1] if length else None)
    chain: list[int] = []
    here = at_end[-1] if at_end else None
    while here is not None:
        chain.append(here)
        here = before[here]
    return chain[::-1]


def settled(checked: Checked, verdict: ArchiveVerdict) -> Checked:
    """The paper with what the others say of it: a name repaired, a number asked for."""
    if verdict.signer is not None or verdict.others:
        checked = _with_signer(checked, verdict)
    return checked if verdict.between is None else _with_doubted_number(checked)


def _with_signer(checked: Checked, verdict: ArchiveVerdict) -> Checked:
    """The paper with its stamped name repaired where one is near, and asked for with the names it may be."""
    extracted = checked.extracted
    was = next((field for field in extracted.fields if field.name == "signer_name"), None)
    name = verdict.signer or extracted.header.signer_name
    listed = _item(checked, "signer_name")
    offered = (
        extracted.header.signer_name,
        *(listed.alternatives if listed else ()),
        *verdict.others,
    )
    others = tuple(dict.fromkeys(text for text in offered if text and text != name))
    if verdict.signer is not None:
        at = was.at if was else Evidence(listed.page if listed else None, 0, 0, "", 0.0, rule="")
        sure = min(_REPAIRED, max(at.confidence, _NEAR))
        field = Field("signer_name", verdict.signer, replace(at, rule=_RULE, confidence=sure))
        rest = tuple(field for field in extracted.fields if field.name != "signer_name")
        header = replace(extracted.header, signer_name=verdict.signer, signer_source="stamp")
        extracted = replace(extracted, header=header, fields=(*rest, field))
    item = listed or _asked(extracted, "signer_name", "low_confidence", was)
    item = replace(item, value=name or "", alternatives=others[:_OFFERED])
    return _with_item(replace(checked, extracted=extracted), item)


def _with_doubted_number(checked: Checked) -> Checked:
    extracted = checked.extracted
    was = next((field for field in extracted.fields if field.name == "number"), None)
    listed = _item(checked, "number")
    item = replace(listed or _asked(extracted, "number", "", was), reason="conflict")
    flags = tuple(dict.fromkeys((*extracted.flags, "number_out_of_series")))
    flagged = replace(checked, extracted=replace(extracted, flags=flags))
    return _with_item(flagged, replace(item, priority=max(item.priority, _URGENT)))


def _item(checked: Checked, field: str) -> ReviewItem | None:
    """What is asked of a field of the header."""
    found = (i for i in checked.review if (i.table, i.field) == ("documents", field))
    return next(found, None)


def _asked(extracted: Extracted, name: str, reason: str, field: Field | None) -> ReviewItem:
    page, value, raw = (field.at.page, field.value, field.at.raw) if field else (None, "", "")
    return ReviewItem(
        page,
        "documents",
        extracted.part,
        name,
        value,
        raw=raw,
        alternatives=(),
        reason=reason,
        priority=_URGENT,
    )


def _with_item(checked: Checked, item: ReviewItem) -> Checked:
    """The paper's list with an item in the place of what was asked of that cell."""
    place = (item.table, item.row, item.field)
    others = (other for other in checked.review if (other.table, other.row, other.field) != place)
    return replace(checked, review=tuple(sorted((*others, item), key=order)))
