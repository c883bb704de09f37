"""The header of a document: the best assignment of roles to its first lines, and where the body begins.

Each line is cut into segments, each segment offers roles with scores (`moves`), and of the ways through the first lines the one
with the highest sum wins, the body beginning where it ends. So no line is judged alone: what stands beside, above and below decides
with it, and a line that a pen garbled costs itself alone. Few ways are kept at each line (a beam); the time is linear in the lines.
Source: NĐ 30/2020/NĐ-CP, Phụ lục I.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from extract.model import TextLine
from extract.parse.header.features import (
    HeaderLists,
    ParagraphFeatures,
    SegmentFeatures,
    look_at,
    paragraph_at,
)
from extract.parse.header.moves import Path, moves
from extract.parse.header.segments import (
    HeaderZone,
    LinePlacement,
    Role,
    Segment,
    SegmentPiece,
    TextFrame,
    cuts,
    setting_of,
)
from extract.parse.header.words import head_marks
from extract.parse.passage import is_blank, join

_LIMIT = 60  # lines that a header may fill, blank ones not counted (the longest met has 24)
_BEAM = 8
_LOST = 8.0  # below the best finished way: what no line wins back
_LATE = 8  # lines below the header in which a stamp may have been read


@dataclass(frozen=True, slots=True)
class _Finished:
    """A way that ends before a line."""

    path: Path
    body_start: int
    score: float


def read_zone(lines: Sequence[TextLine], lists: HeaderLists) -> HeaderZone:
    """The header of a document's lines; an empty zone where nothing tells that there is one."""
    best = _best(lines, lists)
    if best is None:
        return HeaderZone((), 0)
    marks = tuple(_late_marks(lines, best.body_start, lists))
    pieces = (*best.path.pieces, *marks)
    # a way through a header has an anchor, or a page's agency above a title
    if not (best.path.anchored or best.path.has(Role.TITLE)):
        return HeaderZone(tuple(piece for piece in pieces if piece.role is Role.MARK), 0)
    return HeaderZone(tuple(_without_stamped(pieces)), best.body_start)


def _best(lines: Sequence[TextLine], lists: HeaderLists) -> _Finished | None:
    paths, best = [Path()], _Finished(Path(), 0, 0.0)
    for i, looks in _looks(lines, lists):
        finished = max(paths, key=lambda path: path.score)
        if finished.score > best.score:
            best = _Finished(finished, i, finished.score)
        paths = _extended(paths, looks, lists, best.score - _LOST)
        if not paths:
            return best
    last = max(paths, key=lambda path: path.score)
    return best if last.score <= best.score else _Finished(last, _end(lines), last.score)


def _end(lines: Sequence[TextLine]) -> int:
    """Behind the last line a header may fill."""
    filled = [i for i, line in enumerate(lines) if any(map(str.isalnum, line.text))]
    return filled[_LIMIT] if len(filled) > _LIMIT else len(lines)


def _extended(
    paths: Sequence[Path],
    looks: Sequence[Sequence[SegmentFeatures]],
    lists: HeaderLists,
    least: float,
) -> list[Path]:
    """The best ways that go on through a line, one for each state."""
    kept: dict[tuple[object, ...], Path] = {}
    for path in paths:
        for cut in looks:
            for found in _through(path, cut, lists):
                if found.score >= least and (
                    found.key not in kept or found.score > kept[found.key].score
                ):
                    kept[found.key] = found
    return sorted(kept.values(), key=lambda path: -path.score)[:_BEAM]


def _through(path: Path, cut: Sequence[SegmentFeatures], lists: HeaderLists) -> list[Path]:
    """The ways through all segments of a line cut in one way."""
    found = [path]
    for look in cut:
        found = [after for before in found for after in moves(before, look, lists)]
    return found


def _looks(
    lines: Sequence[TextLine], lists: HeaderLists
) -> Iterator[tuple[int, list[tuple[SegmentFeatures, ...]]]]:
    """Index and looks of each filled line, for each way to cut it."""
    settings = _settings(lines)
    marks = head_marks(lines[: len(settings)], lists.words)
    for i, (line, setting) in enumerate(zip(lines, settings, strict=False)):
        if setting is None:
            continue
        value = marks.get(i)
        if value:
            yield (
                i,
                [
                    (
                        look_at(
                            Segment(join([line]), setting, Role.MARK, value=value),
                            lists,
                            ParagraphFeatures(),
                        ),
                    )
                ],
            )
            continue
        signs = paragraph_at(lines, i, settings)
        found = [
            tuple(look_at(segment, lists, signs) for segment in cut)
            for cut in cuts(line, setting, lists.words)
        ]
        yield (
            i,
            [tuple(replace(look, mark=None) for look in cut) for cut in found]
            if i in marks
            else found,
        )


def _settings(lines: Sequence[TextLine]) -> list[LinePlacement | None]:
    """How the lines stand that a header may fill, and a few behind; `None` for lines without a letter."""
    frame, before, blank = TextFrame.of(lines), None, False
    found: list[LinePlacement | None] = []
    filled = 0
    for line in lines:
        if not any(map(str.isalnum, line.text)):
            blank = blank or is_blank(line)
            found.append(None)
            continue
        if filled >= _LIMIT:
            break
        found.append(setting_of(line, before, frame, blank=blank))
        before, blank, filled = line, False, filled + 1
    return found


def _late_marks(
    lines: Sequence[TextLine], start: int, lists: HeaderLists
) -> Iterator[SegmentPiece]:
    """Secrecy marks that the reading order put behind the header: stamps have no place in it."""
    marks = head_marks(lines[: start + _LATE], lists.words)
    for i, line in enumerate(lines[start : start + _LATE], start):
        value = marks.get(i)
        if i not in marks and line.text.strip().isupper():
            value = lists.words.mark(line.text)
        if value and value.startswith(("secrecy", "declassified")):
            yield SegmentPiece(Role.MARK, join([line]), value=value)


def _without_stamped(pieces: Sequence[SegmentPiece]) -> list[SegmentPiece]:
    """Capitals above the national header are a stamp's where the header's own line has an agency beside it."""
    pieces = _without_stamps_agency(pieces)
    first = next((i for i, p in enumerate(pieces) if p.role in (Role.NATIONAL, Role.PARTY)), None)
    if not first:
        return list(pieces)
    beside = pieces[first - 1]
    same_line = beside.role is Role.AGENCY and beside.at.lines == pieces[first].at.lines
    if not same_line or not any(piece.role is Role.STAMP for piece in pieces[:first]):
        return list(pieces)
    return [p for i, p in enumerate(pieces) if i >= first - 1 or p.role is not Role.AGENCY]


def _without_stamps_agency(pieces: Sequence[SegmentPiece]) -> list[SegmentPiece]:
    """An agency right above the word of an incoming stamp is the one that received the paper, where there is another.

    On a page the stamp's word is centred under its agency; in a text one more agency must follow.
    """
    agencies = [i for i, piece in enumerate(pieces) if piece.role is Role.AGENCY]
    stamped = {
        i
        for i, stamp in zip(agencies, (pieces[i + 1 : i + 2] for i in agencies), strict=True)
        if stamp and stamp[0].role is Role.STAMP and _is_of_stamp(pieces, i, agencies)
    }
    return [piece for i, piece in enumerate(pieces) if i not in stamped]


def _is_of_stamp(pieces: Sequence[SegmentPiece], i: int, agencies: Sequence[int]) -> bool:
    own, stamp = _middle(pieces[i]), _middle(pieces[i + 1])
    others = [_middle(pieces[j]) for j in agencies if j != i]
    if own is None or stamp is None:
        return i != agencies[-1]
    return any(x is not None and abs(own - stamp) < abs(own - x) for x in others)


def _middle(piece: SegmentPiece) -> float | None:
    """Where the middle of a piece's line stands across the page."""
    box = piece.at.lines[0].box
    return (box.x0 + box.x1) / 2 if box else None
