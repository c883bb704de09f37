"""The words that a unit is recognised by, and lists of units: where they part, what they are together, who is a partner."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache

from extract.dictionaries import Dictionaries
from extract.fold import GAP, any_of, fold
from extract.parse.passage import Passage

# The words a unit's name is recognised by, compiled once for a set of dictionaries. Lists: unit_heads, unit_stops, task_verbs,
# partner_stops, lead_ins. Patterns run on the fold; whether a head is in capitals or a verb in small letters is decided on the
# text, since the fold loses both.


@dataclass(frozen=True, slots=True)
class UnitHead:
    """How a unit's name opens: the kind of unit, whether the words alone are a name, and their printed capitals."""

    kind: str
    bare: bool
    capital: bool
    forms: frozenset[
        str
    ]  # as printed, in small letters; a fold may be that of another word (`Cổng`, `Công`)


@dataclass(frozen=True, slots=True)
class LeadIn:
    """Words before the name: the force they give, and whether a colon (or nothing) must follow the name."""

    force: str
    colon: bool


@dataclass(frozen=True, slots=True)
class UnitPatterns:
    """Compiled patterns and what their matches mean."""

    head: re.Pattern[str]
    heads: Mapping[str, UnitHead]
    stop: re.Pattern[str]
    verb: re.Pattern[str]
    verb_forms: Mapping[str, frozenset[str]]  # as printed, by fold
    duties: frozenset[str]  # folded verbs that are never part of a name
    name_phrase: re.Pattern[str]
    phrase_forms: Mapping[str, frozenset[str]]  # the same as printed, by fold
    partner_stop: re.Pattern[str]
    lead_in: re.Pattern[str]
    lead_ins: Mapping[str, LeadIn]


_Rows = tuple[tuple[str, ...], ...]


@lru_cache(maxsize=4)
def vocabulary(dictionaries: Dictionaries) -> UnitPatterns:
    """The compiled lists."""
    lists = ("unit_heads", "unit_stops", "task_verbs", "partner_stops", "lead_ins", "name_phrases")
    heads, stops, verbs, partners, leads, phrases = (
        tuple(tuple(row.values()) for row in dictionaries.rows(name)) for name in lists
    )
    words = [row[0] for row in verbs]
    stops_after = [*words, *(row[0] for row in partners)]
    return UnitPatterns(
        head=_words(row[0] for row in heads),
        heads=_heads(heads),
        stop=_words(row[0] for row in stops),
        verb=_words(words),
        verb_forms=_forms(stops_after),
        duties=frozenset(fold(row[0]) for row in verbs if row[1]),
        name_phrase=_words(row[0] for row in phrases),
        phrase_forms=_forms(row[0] for row in phrases),
        partner_stop=_words(stops_after),
        lead_in=_words((row[0] for row in leads), end=r"(?![^\W_])"),
        lead_ins={fold(row[0]): LeadIn(row[1], bool(row[2])) for row in leads},
    )


def _heads(rows: _Rows) -> dict[str, UnitHead]:
    forms = _forms(row[0] for row in rows)
    return {
        fold(words): UnitHead(kind, bool(bare), words[0].isupper(), forms[fold(words)])
        for words, kind, bare in reversed(rows)
    }


def _forms(entries: Iterable[str]) -> dict[str, frozenset[str]]:
    """The printed forms, in small letters, behind each fold (`giao`, but not `giáo`)."""
    forms: dict[str, set[str]] = {}
    for entry in entries:
        forms.setdefault(fold(entry), set()).add(entry.lower())
    return {folded: frozenset(printed) for folded, printed in forms.items()}


def is_printed(printed: str, forms: frozenset[str], around: str) -> bool:
    """Whether a match on the fold is the word meant: by its own marks, by several syllables, or among lost marks only.

    A lone `Quy` among words with marks is no `Quỹ`.
    """
    small = printed.lower()
    return small in forms or " " in small or (small.isascii() and around.isascii())


def _words(entries: Iterable[str], end: str = r"\b") -> re.Pattern[str]:
    """Whole words, the longest first so that it matches greedily."""
    return re.compile(rf"\b{any_of(map(fold, entries))}{end}")


# Lists of units in one string: where they part, what they are together, and who is a partner. `Sở Văn hóa, Thể thao và Du lịch`
# is one unit, `Sở Nội vụ, Sở Tài chính` two: a list parts only where the next word opens a unit's name; `các cơ quan, đơn vị
# liên quan` is one group, `A/B` are two units.

_BREAK = re.compile(rf"{GAP}(?:[,;/|]|(?<=\s)(?:và|va|cùng)(?=\s))\s*")
_GROUP = re.compile(r"(?:các|tất cả|toàn thể|từng|mỗi|một số|những)\b", re.IGNORECASE)
_SOME_GROUP = re.compile(r"\b(?:các|tất cả|toàn thể|từng|mỗi|một số|những)\b", re.IGNORECASE)
_SMALL = re.compile(
    r"(?:chính quyền|cơ quan|đơn vị|thủ trưởng|giám đốc|chủ tịch|người đứng đầu|trưởng)\b",
    re.IGNORECASE,
)
_OFFICE_OF_TWO = re.compile(
    r"^(?:(?:Phó )?Chánh )?(?:Văn phòng|VP)\b.*(?:HĐND|Hội đồng nhân dân|ĐBQH|Quốc hội)\b",
    re.IGNORECASE,
)
_COOPERATE = re.compile(
    r"\bph[a-z]{1,2}i h[a-z]p\b(?: (?:chat che|dong bo|kip thoi|thuong xuyen|tot))?(?: (?:voi|cung voi|cung))?"
    r"|\bchu tri,? cung(?: voi)?\b"
)
_TOGETHER = re.compile(r"^(?:dong thoi,? )?cung (?:voi )?")
_ANY_GROUP = re.compile(r"các (?=[a-zà-ỹđ])", re.IGNORECASE)
_AROUND = 30  # letters that must have lost their marks as well
_RELATED = re.compile(r"\blien quan\b(?! ?(?:,|;|va |/))")
_PAIR = re.compile(r"cac [a-z]+")
LONGEST_HEAD = 80  # letters; longer than any entry of unit_heads
_PHRASE = 60  # letters; longer than any entry of name_phrases
_LONGEST = 320  # letters of a list of partners
_SENTENCE_END = re.compile(
    r"[.;:](?=\s|$)|(?<!chính trị)(?<!kinh tế)(?<!văn hóa)\s[-–]\s(?=[a-zđ])"
)
# `phối hợp với Sở A; các đơn vị liên quan rà soát ...`: the list goes on
_GOES_ON = re.compile(r";\s+")


def split_units(text: str, words: UnitPatterns) -> tuple[str, ...]:
    """The units of a list, in order."""
    parts: list[str] = []
    start = 0
    for match in _BREAK.finditer(text):
        if _depth(text[: match.start()]) or not _opens(
            text, match, text[start : match.start()], words
        ):
            continue
        parts.append(text[start : match.start()])
        start = match.end()
    return tuple(part.strip(" ,;.") for part in (*parts, text[start:]) if part.strip(" ,;."))


def one_spelling(name: str) -> str:
    """A unit's name in one spelling wherever it stands: a group's begins small also where it opens a sentence.

    >>> one_spelling("Các phòng,  đơn vị"), one_spelling("Sở Nội vụ")
    ('các phòng, đơn vị', 'Sở Nội vụ')
    """
    name = " ".join(name.split())
    return f"{name[:1].lower()}{name[1:]}" if _GROUP.match(name) else name


def _depth(text: str) -> int:
    return text.count("(") - text.count(")")


def _opens(text: str, match: re.Match[str], before: str, words: UnitPatterns) -> bool:
    """Whether a new unit's name begins after a separator."""
    if "/" in match[0] and text[match.end() : match.end() + 1].isdigit():
        return False
    if "|" in match[0]:
        return True
    after = text[match.end() :]
    if unit_head(after, words) is None and not _SMALL.match(after):
        return False
    if match[0].strip() in {"và", "va"} and _OFFICE_OF_TWO.search(before):
        return False
    if after[0].isupper() or _GROUP.match(after):
        return True
    # small letters: "chính quyền địa phương và cơ quan liên quan", but "các cơ quan, đơn vị liên quan" is one group
    named = len(before.split()) > 2  # noqa: PLR2004 - "cơ quan, đơn vị" is one group as well
    return named and not _SOME_GROUP.search(before) and bool(_SMALL.match(after))


def unit_head(text: str, words: UnitPatterns) -> re.Match[str] | None:
    """The head a text opens with, `None` where it opens with none or with a look-alike (`Tổ chức thực hiện`)."""
    folded = fold(text[:LONGEST_HEAD])
    match = words.head.match(folded)
    stop = words.stop.match(folded)
    if match is None or (stop and stop.end() >= match.end()):
        return None
    entry = words.heads[match[0]]
    if entry.capital and not text[:1].isupper():
        return None
    printed = text[: match.end()]
    if _PAIR.fullmatch(match[0]) and not _is_pair(printed.lower(), entry.forms):
        return None
    return match if is_printed(printed, entry.forms, text[:_AROUND]) else None


def _is_pair(printed: str, forms: frozenset[str]) -> bool:
    """`các phường` is meant, or its marks are lost; `các phương` (tiện), `các hồ` (sơ) are other words."""
    word = printed.rsplit(maxsplit=1)[-1]
    return word.isascii() or word in {form.split()[-1] for form in forms}


_JOINERS = frozenset({"", "và", "va", "có", "của", "cùng", "là"})  # words that cannot end a name
# `Các Bộ: Quốc phòng, Công an`, kept as printed
_NAMED_LIST = re.compile(r"\A(?:(?!: ).)*+: .*(?:[,;] | và )")
_BOARD = re.compile(r"Ban [Qq]uản lý\b")  # of the zones, the projects: one body


def scope_of(units: tuple[str, ...], words: UnitPatterns) -> str:
    """`list` for several units, else person, collective or single."""
    if len(units) > 1 or (units and _NAMED_LIST.search(units[0])):
        return "list"
    head = unit_head(units[0], words) if units else None
    kind = words.heads[head[0]].kind if head else "agency"
    if kind == "agency" and head and _plural(units[0][head.end() :]) and not _BOARD.match(units[0]):
        return "collective"
    return {"agency": "single"}.get(kind, kind)


def _plural(rest: str) -> bool:
    """`Ủy ban nhân dân huyện, thị xã`, `Sở, ban, ngành`: an enumeration of kinds, not of names."""
    return bool(
        re.match(
            r"(?: nhân dân)?(?: các\b| cấp (?:huyện|xã)\b|,? (?:huyện|xã|phường|ban|ngành|quận),)",
            rest,
        )
    )


def partners(passage: Passage, words: UnitPatterns) -> tuple[str, ...]:
    """Who a task is done with: what follows `phối hợp với`, up to a verb, a stop word or the clause's end."""
    start, end = partners_at(passage, words)
    return split_units(_tidy(passage.text[start:end]), words)


def partners_at(passage: Passage, words: UnitPatterns) -> tuple[int, int]:
    """Where the partners stand; two equal offsets where the passage names none."""
    start = _TOGETHER.match(passage.folded)
    for match in ([start] if start else []) + list(_COOPERATE.finditer(passage.folded)):
        begin = match.end() + (passage.text[match.end() : match.end() + 1] == " ")
        end = _names_end(passage, begin, words)
        if end > begin:
            return begin, end
    return 0, 0


def _names_end(passage: Passage, start: int, words: UnitPatterns) -> int:
    rest = passage.text[start : start + _LONGEST]
    head = unit_head(rest, words) or _ANY_GROUP.match(rest)
    if head is None:
        return start
    limit = _clause_end(rest, 0)
    while True:
        end = start + _stop(passage, start, head.end(), limit, words)
        more = _GOES_ON.match(rest, limit) if end == start + limit else None
        if more is None or not (
            unit_head(rest[more.end() :], words) or _ANY_GROUP.match(rest, more.end())
        ):
            return end
        limit = _clause_end(rest, more.end())


def _clause_end(text: str, start: int) -> int:
    end = _SENTENCE_END.search(text, start)
    return end.start() if end else len(text)


def _stop(passage: Passage, start: int, head: int, limit: int, words: UnitPatterns) -> int:
    """Where the names end, counted from `start`: after `liên quan`, before a verb, at the limit."""
    related = _RELATED.search(passage.folded, start + head, start + limit)
    last = related.end() if related else start + limit
    for match in words.partner_stop.finditer(passage.folded, start + head, last):
        at = match.start()
        if passage.text[at].islower() and ends_name(passage, start, match, words):
            return at - start
    return last - start


def ends_name(passage: Passage, start: int, verb: re.Match[str], words: UnitPatterns) -> bool:
    """Whether a matched verb really is that word, outside brackets and phrases of names."""
    printed = passage.text[slice(*verb.span())]
    if printed[:1].islower() and not printed.islower():  # `Văn phòng thường trực Ban Chỉ huy`
        return False
    around = passage.text[max(0, verb.start() - _AROUND) : verb.end()]
    return is_printed(printed, words.verb_forms[verb[0]], around) and not in_name(
        passage, start, verb.start(), words
    )


def in_name(passage: Passage, start: int, at: int, words: UnitPatterns) -> bool:
    """Whether a verb at offset `at` stands inside brackets or a phrase of names (`nghiên cứu và phát triển`)."""
    if _depth(passage.text[start:at]) > 0:
        return True
    phrases = words.name_phrase.finditer(passage.folded, max(start, at - _PHRASE), at + _PHRASE)
    return any(
        phrase.start() <= at < phrase.end() and _is_phrase(passage, phrase, words)
        for phrase in phrases
    )


def _is_phrase(passage: Passage, phrase: re.Match[str], words: UnitPatterns) -> bool:
    """A phrase of two syllables must be printed so: `Sở cập` (nhật) folds like `sơ cấp`."""
    printed = passage.text[slice(*phrase.span())].lower()
    short = printed.count(" ") == 1 and not printed.isascii()
    return not short or printed in words.phrase_forms[phrase[0]]


def _tidy(text: str) -> str:
    if text.count(")") > text.count("("):
        text = text[: text.rindex(")")]
    words = text.split()
    while len(words) > 1 and words[-1].rstrip(",;") in _JOINERS:
        words.pop()
    return " ".join(words).strip(" ,;")
