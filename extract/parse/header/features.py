"""What a header's segment looks like, whatever it is: the signs that roles are scored by.

Signs are of form only (case, marks, ends, how the line stands) and of the dictionaries; none knows a document. A paragraph is told from
a line of a subject by how it goes on: a subject is a phrase, set short or centred; a paragraph fills its lines and ends in a full stop.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from rapidfuzz import fuzz

from extract.fold import fold
from extract.model import Region, TextLine
from extract.parse.header.names import AgencyWords, head_of
from extract.parse.header.number_date import code_signs, date_signs
from extract.parse.header.segments import LinePlacement, Segment
from extract.parse.header.words import HeaderWords
from extract.parse.outline.marks import MarkKind, candidates
from extract.parse.passage import Passage, capital_share

_KINH_GUI = re.compile(
    r"^(?P<junk>.{0,14}?)\bk[il1]nh\s?g[uwvirt1]{1,4}[it1l!]?\s?[:;.]?(?=\s|$|-)"
)
_KINH, _KINH_SCORE = "kinh gui", 75.0  # two letters of eight
_STAMP = re.compile(
    r"\W{0,3}(?:cong van )?den\W*$|\W{0,3}(?:so|ngay|chuyen|gio|den so|luu ho so(?: so)?)\s?[:.]?[\d/.\s-]*$"
)
_DIEN = re.compile(r"\bdien\s?[:;]\s*")
_VV = re.compile(
    r"^\W{0,3}v\s?/\s?v[.:]?\s*|^\W{0,3}v\s?[/li1|⁄]\s?[vwy%](?![a-z])\.?:?\s*|^\W{0,3}(?:v[li1]?[vw/#%⁄!|*]|w[vw/#%⁄!|*])[vw%#]?:?\s+"  # as read: "V/w", "Viv", "VW", "V#", "WW%", "V/y"
)
_VE_VIEC = "ve viec "
_DASHES = ("-", "–", "—", "+", "*", "•", "~", "=", "«", "_")
_OPEN_END = re.compile(r"(?:\b(?:va|cua|cac|ve|cho|tai|theo|voi|trong|den|nam)|[-,(&/])$")
_FINITE = re.compile(r"\b(?:đã|đang|sẽ|là|căn cứ|nhằm|như sau|sau đây|hiện nay|thời gian qua)\b")
_EARLY_COMMA = re.compile(r"^\W*[^\W\d_][^\W\d_A-ZĐ]*(?:\s[\w/]+){1,6},|^\W*Ngày\b")
_ODD = re.compile(r"[^\w\s.,&'*()/-]|[ðøłØŁ]")
_LETTERS = 4  # "SỞ Y" is no name
_CAPITALS = 0.7
_TITLED = 8  # words
_PARAGRAPH = 8  # lines looked at
_FULL, _SLACK = 0.9, 0.02  # shares of the width
_SHORT_LINE = 0.75  # of the width: the last line of a paragraph
NOI_NHAN = re.compile(r"^\W{0,3}n[o0][i1l]\s?nh[a4]n\s?(?:[:;.,]|$)")
_RUNNING = 60  # letters of a line of running text


@dataclass(frozen=True, slots=True)
class ParagraphFeatures:
    """What tells that a sentence of the body begins in a line: `stop`, that it has an end of its own; `signs`, 0 to 4."""

    stop: bool = False
    signs: int = 0
    forced: int = (
        0  # 1 where the line before had no room for this one's first word, -1 where it had
    )


@dataclass(frozen=True, slots=True)
class SegmentFeatures:
    """A segment and its signs."""

    segment: Segment
    letters: int
    capital: bool
    small: bool  # begins with a small letter
    marked: bool  # an article, a numbered heading, a list's first item
    row: bool  # of a table
    listed: bool  # the head of the list of recipients
    paragraph: ParagraphFeatures
    head: bool = False  # begins with a type word of agencies
    mark: str | None = None
    stamp: bool = False
    title: tuple[str, int, float] | None = None
    addressee: int | None = None  # where "Kính gửi:" ends
    dien: int | None = None
    subject: int | None = None  # where "V/v" ends
    in_words: bool = False  # "Về việc ..."
    odd: float = 0.0  # share of signs that no name has
    code: float = 0.0
    date: float = 0.0
    opens_body: bool = False
    authority: bool = False
    attached: bool = False

    @property
    def text(self) -> str:
        """The segment's text."""
        return self.segment.at.text


@dataclass(frozen=True, slots=True)
class HeaderLists:
    """The dictionaries that signs are read by."""

    words: HeaderWords
    agencies: AgencyWords


def look_at(segment: Segment, lists: HeaderLists, paragraph: ParagraphFeatures) -> SegmentFeatures:
    """The signs of a segment; of one whose form tells its role none is sought."""
    at, words = segment.at, lists.words
    text, folded = at.text, at.folded
    letters = sum(map(str.isalpha, text))
    capital = letters >= _LETTERS and capital_share(text) >= _CAPITALS
    if segment.role is not None:
        return SegmentFeatures(
            segment, letters, capital, False, False, row=False, listed=False, paragraph=paragraph
        )
    dien = _DIEN.search(folded)
    subject = _VV.search(folded)
    return SegmentFeatures(
        segment, letters, capital,
        small=text[:1].islower(),
        marked=_is_marked(text),
        row=at.lines[0].region is Region.TABLE and text.count("|") > 1,
        listed=NOI_NHAN.match(folded) is not None,
        paragraph=paragraph,
        head=(capital or _is_titled(text)) and head_of(folded, lists.agencies) is not None,
        mark=words.mark(text),
        stamp=folded.lstrip("-*. ").startswith(words.stamps) or _STAMP.match(folded) is not None,
        title=words.title(at),
        addressee=_addressee(at),
        dien=dien.end() if dien and text[: dien.start()].isupper() else None,
        subject=subject.end() if subject else None,
        in_words=folded.lstrip("( ").startswith(_VE_VIEC) and len(text) <= _RUNNING,
        odd=len(_ODD.findall(text)) / max(1, len(text)),
        code=code_signs(at) if segment.weak and len(text) <= _RUNNING else 0.0,
        date=date_signs(at) if segment.weak and len(text) <= _RUNNING else 0.0,
        opens_body=words.opens_body(at),
        authority=words.is_authority(at),
        attached=words.is_attached(folded),
    )  # fmt: skip


def _is_titled(text: str) -> bool:
    """Whether each word has a capital: a name in capitals of which a reader made small letters."""
    words = text.split()
    return 1 < len(words) <= _TITLED and all(word[:1].isupper() for word in words)


def _addressee(at: Passage) -> int | None:
    """Where `Kính gửi:` ends at the beginning of a line, a letter or two of it misread."""
    kinh = _KINH_GUI.search(at.folded)
    if kinh:
        return None if at.text[kinh.end("junk") :][:1].islower() else kinh.end()
    head, colon, _ = at.folded[: 2 * len(_KINH)].partition(":")
    alike = colon and at.text[:1].isupper() and fuzz.ratio(head.strip(), _KINH) >= _KINH_SCORE
    return len(head) + 1 if alike else None


def _is_marked(text: str) -> bool:
    marks = (MarkKind.ARTICLE, MarkKind.ROMAN, MarkKind.NUMBER, MarkKind.PART)
    return any(c.mark.kind in marks and c.ordinal == 1 and not c.damaged for c in candidates(text))


def is_item(text: str) -> bool:
    """Whether a line is an item of a list opened by a dash."""
    return text.startswith(_DASHES) and text[1:].strip() != ""


def is_open(text: str) -> bool:
    """Whether a phrase cannot end here: behind "và", "của", a comma, a hyphen, inside brackets."""
    return _OPEN_END.search(fold(text.rstrip())) is not None or text.count("(") > text.count(")")


def paragraph_at(
    lines: Sequence[TextLine], at: int, settings: Sequence[LinePlacement | None]
) -> ParagraphFeatures:
    """A phrase (a subject, a name) has no full stop; a paragraph has, fills its lines, is long, has a clause before a comma."""
    text = lines[at].text.strip()
    fills = [setting.fill if setting else 0.0 for setting in settings[at - 1 if at else 0 : at + 1]]
    forced = _forced(lines, at, fills)
    end = _paragraph_end(lines, at, settings)
    whole = " ".join(line.text.strip() for line in lines[at:end])
    stop = whole.endswith((".", ":", ";", "./"))
    short = end - at > 1 and fills[-1] < _FULL - 0.1
    if text[:1].islower() or short or not (stop or end - at == _PARAGRAPH):
        return ParagraphFeatures(forced=forced)
    signs = (
        fills[-1] >= _FULL and end - at > 1,
        len(whole) > 2 * _RUNNING,
        _EARLY_COMMA.match(text) is not None and len(whole) > _RUNNING,
        _FINITE.search(whole.lower()) is not None,
    )
    return ParagraphFeatures(stop, sum(signs), forced)


def _forced(lines: Sequence[TextLine], at: int, fills: Sequence[float]) -> int:
    """Whether the line before was full: its break was none of the writer's."""
    before = lines[at - 1].text.strip() if at else ""
    text = lines[at].text.strip()
    if not before or not text:
        return 0
    room = max(fills)
    used = fills[0] * (1 + (len(text.split()[0]) + 1) / len(before))
    return 1 if used > room + _SLACK else -1 if used < room - 2 * _SLACK else 0


def _paragraph_end(
    lines: Sequence[TextLine], at: int, settings: Sequence[LinePlacement | None]
) -> int:
    """Behind the last line of the paragraph that begins in a line: at a blank, a closing sign, or a short line before a capital."""
    stop = min(len(lines), at + _PARAGRAPH)
    for i in range(at, stop):
        text = lines[i].text.rstrip()
        following = lines[i + 1].text.strip() if i + 1 < stop else ""
        own, below = settings[i : i + 2] if i + 1 < len(settings) else (None, None)
        if not following or own is None or below is None or below.gap:
            return i + 1
        short = own.fill < _SHORT_LINE and not following[:1].islower()
        if short or (text.endswith((".", ":", ";")) and not following[:1].islower()):
            return i + 1
    return stop
