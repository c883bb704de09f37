"""Reasons as a walk in reading order with a state: which heading or lead-in the items stand under, and where that ends."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache

from rapidfuzz import fuzz

from extract.dictionaries import Dictionaries
from extract.fold import fold
from extract.parse.outline import Context, ItemMark, MarkKind, Node
from extract.parse.passage import Passage


@dataclass(frozen=True, slots=True)
class LeadWording:
    """A folded heading or lead-in and the kind it opens ("end" and "skip" close and pass over)."""

    text: str
    kind: str
    form: str


@dataclass(frozen=True, slots=True)
class ReasonWordings:
    """What begins a heading, what stands anywhere in a lead-in, and the causes of several words among both; the longest first."""

    headings: tuple[LeadWording, ...]
    anywhere: tuple[LeadWording, ...]
    causes: tuple[LeadWording, ...]
    openings: tuple[str, ...]  # the texts of the headings: most lines begin with none of them

    @classmethod
    def of(cls, wordings: Sequence[LeadWording]) -> ReasonWordings:
        """The wordings by what is asked of them."""
        headings = tuple(w for w in wordings if w.form == "heading")
        return cls(
            headings,
            tuple(w for w in wordings if w.form == "anywhere"),
            tuple(w for w in wordings if w.kind.startswith("cause") and " " in w.text),
            tuple(w.text for w in headings),
        )

    def opening(self, folded: str) -> Iterator[LeadWording]:
        """The headings that a folded text begins with."""
        if folded.startswith(self.openings):
            yield from (w for w in self.headings if folded.startswith(w.text))

    def inside(self, folded: str) -> str | None:
        """The kind of the lead-in that a folded sentence holds."""
        return next((w.kind for w in self.anywhere if w.text in folded), None)


@lru_cache(maxsize=4)
def wordings_of(dictionaries: Dictionaries) -> ReasonWordings:
    """The list `reason_headings`, folded once."""
    rows = dictionaries.rows("reason_headings")
    entries = [(fold(row["wording"]), row["kind"], row["form"]) for row in rows]
    longest_first = sorted(entries, key=lambda entry: (-len(entry[0]), entry))
    return ReasonWordings.of([LeadWording(*entry) for entry in longest_first])


# A heading ("2. Về chủ quan") ends at a mark of its own rank or above; a lead-in without a mark ("... mất điểm ở một số chỉ
# tiêu sau:") at a mark above the first one below it. Remedies and orders end the walk or are passed over with what hangs below
# them. The tree alone would be wrong here: a plain lead-in hangs under the item before it (measured: a recursion loses .6 of
# F1).

_ORDER = {kind: place for place, kind in enumerate(MarkKind)}
_HEADING_WORDS = 24  # longest heading of the development documents has 19 words
_KEY_WORDS = 10  # a colon this near the wording makes the rest of the line its content
_LEAST_RATIO = 86.0  # "vẻ chú quan" to "về chủ quan" on the fold: 90; another heading at most 80
_LEAD_IN = re.compile(r"[:;]$|\bsau\s*+[:;.]?$")
_LEAD_IN_END = 12  # letters
_START = re.compile(r"^[^a-z0-9]+")
_ORDERS = re.compile(
    r"\b(?:yeu cau|de nghi|giao|chi dao|phan cong)\b[^.]{0,400}:\s*$|\bthuc hien (?:cac )?(?:noi dung|nhiem vu|chi dao|giai phap)[^.]{0,400}sau\s*+[:;.]?\s*$"
)
_RUN_IN = re.compile(
    r"\W*(?P<what>nguyen nhan(?:\s+(?:khach quan|chu quan))?)(?:(?:\s+[a-z]+){0,4}?\s+(?:la\s+)?do\b|(?P<colon>\s*:\s*)(?=\w))"
)
_CAUSES = {
    "nguyen nhan khach quan": "cause_objective",
    "nguyen nhan chu quan": "cause_subjective",
}
_SENTENCE_END = re.compile(r"[.!?]\s+(?=\w)")
_ENUMERATED = re.compile(r"\((?:\d{1,2}|[ivx]{1,4})\)\s*")
_LOSES = re.compile(
    r"\b(?:mat|bi tru|tru|chua dat|khong dat|dat|chua duoc|chua co|bi mat)\b[^.:;]{0,60}\bdiem\b|\bdiem\s+(?:thap|tru)\b"
)


@dataclass(frozen=True, slots=True)
class WalkState:
    """Where the walk is: the kind of the items, and the rank of marks that end it.

    `first` says that the first mark below sets that rank; `marked` that marked items were met, `topic` a sub-heading's rank.
    """

    kind: str
    ends_at: int
    first: bool
    marked: bool = False
    topic: int | None = None


@dataclass(frozen=True, slots=True)
class ReasonItem:
    """An item: the kind it stands under, its text, its node and the rule that found it."""

    kind: str
    own: Passage
    node: Node
    rule: str


@dataclass(frozen=True, slots=True)
class _State:
    zone: WalkState | None = None
    skip: int | None = None  # marks below this rank are passed over


def rank(mark: ItemMark) -> int:
    """A mark's rank, small is high; the depth of decimal numbers counts ("1.1" stands below "1")."""
    return _ORDER[mark.kind] * 10 + mark.depth


def find_reasons(
    context: Context, taken: frozenset[tuple[int | None, int]] = frozenset()
) -> tuple[ReasonItem, ...]:
    """Every item under a heading or lead-in of causes, limitations or lost points, in reading order.

    Paragraphs that open on a line (page, number) that a table took are passed over.
    """
    wordings = wordings_of(context.dictionaries)
    found: list[ReasonItem] = []
    state = _State()
    for above, node in context.body.walk():
        if node.mark.kind is MarkKind.ROW or not node.own.text.strip():
            continue
        opening = node.own.lines[0]
        if (opening.page, opening.number) not in taken:
            state, items = _step(state, above, node, wordings)
            found += items
    return tuple(found)


def _step(
    state: _State, above: Sequence[Node], node: Node, wordings: ReasonWordings
) -> tuple[_State, list[ReasonItem]]:
    """The state after a node, and the items it gives."""
    here, marked = rank(node.mark), node.mark.kind is not MarkKind.NONE
    state = _left(state, here, marked=marked)
    opened = _opening(node, wordings, state.zone)
    if opened == "end":
        return _State(), []
    if opened == "skip":
        return replace(state, skip=_ORDER[MarkKind.DASH] * 10 if not marked else here), []
    if opened:
        zone = WalkState(opened, here if marked else 0, first=not marked)
        content = _content(node)
        parts = _enumerated(content) if content else ()
        ordered = content is not None and _ORDERS.search(_last_sentence(node.own.folded) + ":")
        found = [ReasonItem(opened, part, node, "reasons.inline") for part in parts]
        return _State(None if ordered else zone), found
    listed = list(_listed(node, wordings))
    run_in = [] if listed or (state.zone and marked) else list(_run_in(node))
    if not (listed or run_in or state.zone):
        run_in = list(_told_losses(node))
    if listed or run_in or state.zone is None:
        return state, listed or run_in
    return _inside(state, state.zone, above, node)


def _left(state: _State, here: int, *, marked: bool) -> _State:
    """The state without the zone and the skip that end before a node of this rank."""
    zone, skip = state.zone, state.skip
    if skip is not None and marked and here <= skip:
        skip = None
    if zone and marked:
        if zone.first:
            zone = replace(zone, first=False, ends_at=here - 1)
        elif here <= zone.ends_at:
            zone = None
    return _State(zone, skip)


def _inside(
    state: _State, zone: WalkState, above: Sequence[Node], node: Node
) -> tuple[_State, list[ReasonItem]]:
    """A node inside a zone: passed over, a topic's heading, the end, or an item."""
    marked = node.mark.kind is not MarkKind.NONE
    if state.skip is not None and (marked or zone.marked):
        return (state, []) if marked else (replace(state, skip=None), [])
    if _is_topic(node):
        return _State(replace(zone, topic=rank(node.mark), marked=False)), []
    if not marked and zone.marked:
        return (state if above else _State()), []
    item = ReasonItem(zone.kind, node.own, node, "reasons.item")
    return _State(replace(zone, marked=zone.marked or marked)), [item]


def _is_topic(node: Node) -> bool:
    """A short line without a full stop that has items below it: a heading inside the zone."""
    text = node.own.text.rstrip()
    short = len(text.split()) <= _HEADING_WORDS and not text.endswith((".", ";"))
    return short and bool(node.children) and node.mark.kind is not MarkKind.DASH


def _opening(node: Node, wordings: ReasonWordings, zone: WalkState | None) -> str | None:
    """The kind that a node opens, "end", "skip", or None."""
    folded = _START.sub("", node.own.folded).rstrip()
    item = node.mark.kind in (MarkKind.DASH, MarkKind.LETTER)
    for wording in wordings.opening(folded):
        if _heads(folded, wording, node, item=item):
            return wording.kind
    if _is_lead_in(folded, node):
        kind = wordings.inside(_last_sentence(folded))
        if kind:
            return kind
        if zone and not item and _ORDERS.search(folded):
            return "end"
    return _damaged(folded, wordings) if len(folded.split()) <= 6 else None  # noqa: PLR2004


def _heads(folded: str, wording: LeadWording, node: Node, *, item: bool) -> bool:
    """Whether a folded text is a heading that begins with the wording."""
    rest = folded[len(wording.text) :]
    if rest[:1].isalnum():
        return False
    colon = ":" in " ".join(rest.split()[:_KEY_WORDS]) or rest.lstrip().startswith(":")
    short = len(folded.split()) <= _HEADING_WORDS and not folded.endswith((".", ";"))
    if wording.kind == "skip":
        return colon or wording.text in ("giao", "de nghi")
    if wording.kind == "end":
        plain = node.mark.kind is MarkKind.NONE
        return not item and (plain or (short and not _LOSES.search(folded)))
    return colon or (short and (bool(node.children) or not item)) or _is_lead_in(folded, node)


def _is_lead_in(folded: str, node: Node) -> bool:
    """Whether a text leads into a list: it ends in a colon, or in "sau" with a list below or beside it."""
    return bool(_LEAD_IN.search(folded, max(0, len(folded) - _LEAD_IN_END))) and (
        folded.endswith(":") or "sau" in folded[-8:] or bool(node.children)
    )


def _last_sentence(folded: str) -> str:
    return re.split(r"[.!?]\s", folded.rstrip(" .:;"))[-1]


def _damaged(folded: str, wordings: ReasonWordings) -> str | None:
    """A short line whose letters are nearly those of a heading of causes."""
    plain = re.sub(r"[^a-z ]", "", folded).strip()
    near = (w.kind for w in wordings.causes if fuzz.ratio(plain, w.text) >= _LEAST_RATIO)
    return next(near, None)


def _content(node: Node) -> Passage | None:
    """What stands behind the colon of an inline heading ("Khách quan: do dịch bệnh ..."), up to a sentence that leads into a list."""
    head, colon, rest = node.own.text.partition(":")
    end = _led_from(rest) if rest.rstrip().endswith(":") else len(rest)
    if not colon or len(rest[:end].split()) < 4 or len(head.split()) > _KEY_WORDS:  # noqa: PLR2004
        return None
    return node.own.cut(len(head) + 1, len(head) + 1 + end)


def _led_from(text: str) -> int:
    """Where the last sentence of a text begins, 0 where it is one sentence."""
    ends = (match.end() for match in _SENTENCE_END.finditer(text))
    return max((end for end in ends if text[end].isupper()), default=0)


def _enumerated(content: Passage) -> tuple[Passage, ...]:
    """The items that "(1) ...; (2) ..." or "(i) ...; (ii) ..." parts, else the whole."""
    marks = list(_ENUMERATED.finditer(content.text))
    if len(marks) < 2 or marks[0].start():  # noqa: PLR2004 - one mark parts nothing
        return (content,)
    ends = [mark.start() for mark in marks[1:]] + [len(content.text)]
    return tuple(content.cut(m.end(), end) for m, end in zip(marks, ends, strict=True))


def _listed(node: Node, wordings: ReasonWordings) -> Iterator[ReasonItem]:
    """A paragraph that leads in and lists at once: "... còn một số hạn chế sau: (1) ...; (2) ..."."""
    colon = node.own.text.find(": (")
    if colon < 0:
        return
    said = _last_sentence(node.own.folded[: colon + 1])
    kind, parts = wordings.inside(said), _enumerated(node.own.cut(colon + 1))
    if kind and kind not in ("end", "skip") and len(parts) > 1:
        yield from (ReasonItem(kind, part, node, "reasons.inline") for part in parts)


def _run_in(node: Node) -> Iterator[ReasonItem]:
    """A paragraph "Nguyên nhân (khách quan) là do ..." outside every list; a sentence in it may tell of the other kind."""
    folded = node.own.folded
    if not _RUN_IN.match(folded) or node.own.text.rstrip().endswith(":"):
        return
    starts = [0, *(end.end() for end in _SENTENCE_END.finditer(folded))]
    told = [match for start in starts if (match := _RUN_IN.match(folded, start))]
    ends = [match.start() for match in told[1:]] + [len(folded)]
    for match, end in zip(told, ends, strict=True):
        kind = _CAUSES.get(" ".join(match["what"].split()), "cause_other")
        start = (
            match.end("colon") if match["colon"] else match.start()
        )  # the cause stands behind a colon
        yield ReasonItem(kind, node.own.cut(start, end), node, "reasons.run_in")


# `Tiêu chí 1.2 bị trừ 0,5 điểm do báo cáo chậm`: points that were lost and why, in a sentence of its own
_TOLD_LOSS = re.compile(
    r"(?:[^.;]|\.(?=\d)){0,160}?\b(?:bi )?(?:tru|mat) (?:mat )?\d{1,2}(?:,\d{1,4})?(?:/\d{1,2}(?:,\d{1,4})?)? diem\b[^;]{0,120}?\b(?:do|vi|nguyen nhan)\b"
)
_IF = re.compile(r"\b(?:neu|moi|truong hop|khi|se|thi)\b")


def _told_losses(node: Node) -> Iterator[ReasonItem]:
    """The sentences of a paragraph that tell of lost points and why; a rule (`nếu chậm thì trừ ...`) tells of none."""
    folded = node.own.folded
    if "diem" not in folded:
        return
    starts = [0, *(end.end() for end in _SENTENCE_END.finditer(folded))]
    for start, end in zip(starts, [*starts[1:], len(folded)], strict=True):
        told = _TOLD_LOSS.match(folded, start, end)
        if told and not _IF.search(folded, start, told.end()):
            yield ReasonItem("lost_point", node.own.cut(start, end), node, "reasons.run_in")
