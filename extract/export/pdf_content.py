"""What a page's content draws: its pictures, and text that is seen or not; and the same content without what nobody sees.

Nobody sees text in mode 3, and text under an opaque picture of the page: both are how older programs lay words behind a scan.
Source: ISO 32000-1, 8.2 (operators), 8.10 (forms), 9.3.6 (text rendering mode).
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass, field, replace
from typing import Any, TypeAlias

import pikepdf
from pikepdf import Array, Dictionary, Name

_Untyped: TypeAlias = Any  # pikepdf's objects take any attribute
#: What pikepdf raises where objects are not what they should be.
BROKEN = (
    pikepdf.PdfError, TypeError, ValueError, AttributeError, LookupError, RuntimeError, OverflowError, ZeroDivisionError, OSError,
    StopIteration, struct.error, SyntaxError, EOFError,
)  # fmt: skip
_SHOWS = frozenset({"Tj", "TJ", "'", '"'})
_TEXT = _SHOWS | {"BT", "ET", "Tc", "Tw", "Tz", "TL", "Tf", "Tr", "Ts", "Td", "TD", "Tm", "T*"}
_INVISIBLE = 3
_COVERS = 0.9  # of the page: a picture that hides what was drawn before it
_DEEPEST = 8  # forms inside each other


def shown_box(page: pikepdf.Page) -> tuple[float, float, float, float]:
    """What is shown of a page in user space: left, bottom, right, top."""
    left, bottom, right, top = _corners(page.mediabox)
    crop = _corners(page.cropbox)
    inside = max(left, crop[0]), max(bottom, crop[1]), min(right, crop[2]), min(top, crop[3])
    return inside if inside[2] > inside[0] and inside[3] > inside[1] else (left, bottom, right, top)


def _corners(box: _Untyped) -> tuple[float, float, float, float]:
    x0, y0, x1, y1 = (float(value) for value in box)
    return min(x0, x1), min(y0, y1), max(x0, x1), max(y0, y1)


@dataclass(frozen=True, slots=True)
class PlacedPicture:
    """A picture that a page shows: its resolution, bits a pixel, and the share of the page it covers."""

    dpi: float
    bits: int
    share: float


@dataclass(slots=True)
class _Show:
    """A piece of text in the order of drawing: where in which content, whether nobody sees it."""

    content: tuple[int, int]
    index: int
    hidden: bool


@dataclass(slots=True)
class Drawn:
    """What is found in a page's content."""

    page: pikepdf.Page
    shows: list[_Show] = field(default_factory=list)
    pictures: list[PlacedPicture] = field(default_factory=list)
    contents: dict[tuple[int, int], tuple[_Untyped, list[_Untyped]]] = field(default_factory=dict)
    cmyk: bool = False
    damaged: bool = False

    @property
    def visible(self) -> int:
        """Pieces of text that are seen."""
        return sum(not show.hidden for show in self.shows)

    @property
    def hidden(self) -> int:
        """Pieces of text that nobody sees."""
        return sum(show.hidden for show in self.shows)


@dataclass(frozen=True, slots=True)
class _TextState:
    ctm: pikepdf.Matrix
    mode: int = 0


def drawn_by(page: pikepdf.Page) -> Drawn:
    """What a page's content draws; nothing is known of one that is damaged."""
    found = Drawn(page)
    start = _TextState(pikepdf.Matrix())
    try:
        _walk(found, (0, 0), page.obj, page.resources, start)
    except BROKEN:
        return Drawn(page, damaged=True)
    return found


def _walk(
    found: Drawn,
    key: tuple[int, int],
    content: _Untyped,
    resources: _Untyped,
    state: _TextState,
    *,
    depth: int = 0,
) -> None:
    """Go through a content stream, forms inside included."""  # fmt: skip
    known = found.contents.get(key)
    steps = known[1] if known else list(pikepdf.parse_content_stream(content))
    found.contents[key] = content, steps
    stack: list[_TextState] = []
    for index, step in enumerate(steps):
        operator = str(step.operator)
        if operator == "q":
            stack.append(state)
        elif operator == "Q":
            state = stack.pop() if stack else state
        elif operator == "cm":
            state = replace(state, ctm=pikepdf.Matrix(*map(float, step.operands)) @ state.ctm)
        elif operator == "Tr":
            state = replace(state, mode=int(step.operands[0]))
        elif operator in _SHOWS:
            found.shows.append(_Show(key, index, state.mode == _INVISIBLE))
        elif operator == "Do":
            _drawn_object(found, step.operands[0], resources, state, depth)
        elif operator in {"k", "K"}:
            found.cmyk = True


def _drawn_object(
    found: Drawn, name: _Untyped, resources: _Untyped, state: _TextState, depth: int
) -> None:
    drawn = resources.get(Name.XObject, Dictionary()).get(name)
    if not isinstance(drawn, pikepdf.Stream):
        return
    if drawn.get(Name.Subtype) == Name.Form and depth < _DEEPEST:
        matrix = pikepdf.Matrix(*map(float, drawn.get(Name.Matrix, (1, 0, 0, 1, 0, 0))))
        inner = drawn.get(Name.Resources, resources)
        _walk(
            found,
            drawn.objgen,
            drawn,
            inner,
            replace(state, ctm=matrix @ state.ctm),
            depth=depth + 1,
        )
    elif drawn.get(Name.Subtype) == Name.Image:
        _picture(found, drawn, state.ctm)


def _picture(found: Drawn, image: _Untyped, ctm: pikepdf.Matrix) -> None:
    left, bottom, right, top = shown_box(found.page)
    area = abs(ctm.a * ctm.d - ctm.b * ctm.c)
    share = area / ((right - left) * (top - bottom))
    pixels = int(image.get(Name.Width, 0)) * int(image.get(Name.Height, 0))
    if area > 0 and pixels:
        found.pictures.append(PlacedPicture(72 * math.sqrt(pixels / area), _bits(image), share))
    opaque = not any(key in image for key in (Name.SMask, Name.Mask)) and not image.get(
        Name.ImageMask
    )
    if opaque and share >= _COVERS:
        for show in found.shows:
            show.hidden = True


def _bits(image: _Untyped) -> int:
    """Bits a pixel, 0 where the picture's own bytes alone tell."""
    if image.get(Name.ImageMask):
        return 1
    space = image.get(Name.ColorSpace)
    kind = space[0] if isinstance(space, Array) else space
    parts = {"/DeviceRGB": 3, "/CalRGB": 3, "/DeviceCMYK": 4}.get(str(kind), 1)
    if str(kind) == "/ICCBased":
        parts = int(space[1].get(Name.N, 1))
    return parts * int(image.get(Name.BitsPerComponent, 0))


def without_hidden(pdf: pikepdf.Pdf, drawn: Drawn) -> None:
    """Take the text out of a page that nobody sees; where none of a content's text is seen, all that is said of text."""
    for key, (content, steps) in drawn.contents.items():
        own = [show for show in drawn.shows if show.content == key]
        seen = {show.index for show in own if not show.hidden}
        if len(seen) == len({show.index for show in own}):
            continue
        kept = [
            step
            for index, step in enumerate(steps)
            if not _is_hidden(str(step.operator), index, seen)
        ]
        data = pikepdf.unparse_content_stream(kept)
        if key == (0, 0):
            drawn.page.Contents = pdf.make_stream(data)
        else:
            content.write(data)


def _is_hidden(operator: str, index: int, seen: set[int]) -> bool:
    if not seen:
        return operator in _TEXT
    return operator in _SHOWS and index not in seen
