"""Who is rated, and by which index: names of bodies and mentions of indexes with their years."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from extract.dictionaries import Dictionaries
from extract.fold import any_of, fold
from extract.parse.passage import Passage

# Which index a text speaks of: family and year of each mention (list `index_families`). Names are matched on the fold, the
# longest first. The year is the first "năm N" behind the name in the same clause that is not one compared with ("so với năm
# N"); results of year N are published in N + 1, so a decision's date is never taken.

#: How far behind an index's name its year may stand, characters ("... hành chính nhà nước của các sở, ban, ngành năm").
_REACH = 110

_YEAR = re.compile(r"(?<!so voi )(?<!cung ky )\bnam\s+(?P<year>(?:19|20)\d\d)\b(?!\s*-)")
_YEAR_AT_ONCE = re.compile(r"\s*+[(\-]?\s*+(?P<year>20\d\d)\b(?![/.])")
_YEAR_LED = re.compile(r"(?:^|[.;:] |\btrong )nam (?P<year>(?:19|20)\d\d),? (?:[a-z]+ ){0,2}$")
_LED, _NEAR = 30, 25  # characters before and behind a name
_CLAUSE_END = re.compile(r"[.;:]\s|\bso voi\b|\bke hoach\b|(?<=[^\s]{2} )\(nam\b")


@dataclass(frozen=True, slots=True)
class Mention:
    """A place in a folded text that names an index."""

    family: str
    year: int | None
    start: int
    end: int


@dataclass(frozen=True, slots=True)
class IndexNames:
    """The names of the indexes, ready to be looked for."""

    pattern: re.Pattern[str]
    families: Mapping[str, str]

    def find(self, folded: str) -> tuple[Mention, ...]:
        """Every index named in a folded text, in reading order."""
        return tuple(
            Mention(self.families[m[0]], _year_of(folded, *m.span()), *m.span())
            for m in self.pattern.finditer(folded)
        )


@lru_cache(maxsize=8)
def index_names(dictionaries: Dictionaries, *, weak: bool = False) -> IndexNames:
    """The strong names of the list `index_families`; with `weak` those of mere fields of work too."""
    wanted = ("strong", "weak") if weak else ("strong",)
    families = {
        fold(entry["wording"]): entry["family"]
        for entry in dictionaries.rows("index_families")
        if entry["strength"] in wanted
    }
    return IndexNames(re.compile(rf"(?<![a-z0-9]){any_of(families)}(?![a-z0-9])"), families)


def _year_of(folded: str, start: int, end: int) -> int | None:
    """The year right behind a name, else the one that opens its clause (`Năm 2023, Chỉ số PAPI ...`), else one further on."""
    led = _YEAR_LED.search(folded, max(0, start - _LED), start)
    if led is None:
        return year_behind(folded, end)
    near = _YEAR_AT_ONCE.match(folded, end) or _YEAR.search(folded, end, end + _NEAR)
    return int((near or led)["year"])


def year_behind(folded: str, at: int) -> int | None:
    """The year that belongs to an index named just before `at`, or None."""
    at_once = _YEAR_AT_ONCE.match(folded, at)
    if at_once:
        return int(at_once["year"])
    stop = _CLAUSE_END.search(folded, at + 1, at + _REACH)
    found = _YEAR.search(folded, at, stop.start() if stop else at + _REACH)
    return int(found["year"]) if found else None


def years(folded: str) -> tuple[int, ...]:
    """Every "năm N" that is not compared with, in reading order."""
    return tuple(int(match["year"]) for match in _YEAR.finditer(folded))


def settle_family(
    family: str, entity: str | None, rank_of: int | None, *, below: bool | None
) -> str:
    """PAR INDEX rates ministries and provinces, CCHC the bodies below them, whatever the text calls it.

    >>> settle_family("par_index", "Sở Y tế", 20, below=True)
    'cchc'
    """
    if family not in ("par_index", "cchc"):
        return family
    if rank_of in PROVINCES and not below:
        return "par_index"
    if below is None or not entity:
        return family
    return "cchc" if below else "par_index"


#: Provinces and centrally run cities before and since 1 July 2025 (Nghị quyết 202/2025/QH15).
PROVINCES = (63, 34)


def last(mentions: Sequence[Mention]) -> Mention | None:
    """The last mention, or None."""
    return mentions[-1] if mentions else None


# Who is rated: names of bodies in a sentence, from the word that opens a name to the verb that ends it. Heads (list
# `body_heads`) and the stop verbs (list `body_stops`) are words of the dictionary; between them a name holds capitalised words,
# "và", and small words that go on ("Sở Nông nghiệp và Phát triển nông thôn"). A comma goes on only before a capital that opens
# no other body and where "và" closes the list ("Sở Văn hóa, Thể thao và Du lịch"). "Sở", "đơn vị" or "tỉnh" alone is the
# issuer.

_TOKEN = re.compile(r"[^\s,;:.()\"“”|]+|[,;:.()\"“”|]")
_BARE = re.compile(
    r"\b(?P<word>[Ss]ở|[Đđ]ơn vị|[Cc]ơ quan|[Tt]ỉnh|[Hh]uyện|[Qq]uận|[Tt]hị xã|[Tt]hành phố|[Xx]ã|[Pp]hường|[Bb]ộ|[Cc]hi cục|[Tt]rung tâm|"
    r"[Vv]ăn phòng|[Cc]ục|[Bb]an)\s+(?:ta |đã |được |vẫn |chỉ |chúng ta |mình )*(?:xếp|đạt|đứng|giữ|tụt|tăng|giảm|có số điểm|có điểm|dẫn đầu)\b"
)
#: `Chỉ số hài lòng của tỉnh là 87,42%`: the province (district, commune), whoever writes it.
_OF_PLACE = re.compile(
    r"(?<=\bcủa )(?:tỉnh|thành phố|huyện|quận|thị xã|xã|phường)(?=\s+(?:ta |đã |được |vẫn |chỉ )*(?:là|đạt|xếp|đứng|năm|tăng|giảm|có|ở|nằm)\b|[,(:]| \()"
)
#: Words before a name that make it a source, a partner or a measure, not who is rated.
_ASIDE = re.compile(
    r"(?:so voi|hon|kem|cua|do|theo|tai|tu|boi|voi|cho|sau|truoc|den|trong|bang|gom|nhu|gui|giao|vao|ve|chenh)\s+(?:cac\s+|toan\s+)?$"
)
_OWNER = re.compile(r"(?:cua|cho|tai)\s+(?:cac\s+)?$")
_FIGURE = re.compile(r"\d+(?:[.,]\d|\s?%|\s?điểm\b|/\d)|\d{3,}")
_MOST_WORDS = 14


@dataclass(frozen=True, slots=True)
class Body:
    """A body named at `start`..`end`; `name` is None where it is the issuer.

    `aside` says that the name is a source or a measure, `owner` that it follows "của".
    """

    name: str | None
    start: int
    end: int
    below: bool | None
    aside: bool = False
    owner: bool = False
    word: str = ""


@dataclass(frozen=True, slots=True)
class BodyNames:
    """Heads, stops and the provinces' names, ready to be looked for."""

    heads: re.Pattern[str]
    levels: Mapping[str, str]
    stops: re.Pattern[str]
    provinces: re.Pattern[str]

    def find(self, passage: Passage) -> tuple[Body, ...]:
        """Every body named in the passage, in reading order, none inside another."""
        found = sorted(self._all(passage), key=lambda body: (body.start, -body.end))
        kept: list[Body] = []
        for body in found:
            if not kept or body.start >= kept[-1].end:
                kept.append(body)
        return tuple(kept)

    def is_body(self, text: str) -> bool:
        """Whether a cell or heading names a rated body: it opens as one, or is a province's name."""
        return bool(self.heads.match(text) or self.provinces.fullmatch(text))

    def _all(self, passage: Passage) -> Iterator[Body]:
        for match in self.heads.finditer(passage.text):
            end = self._name_end(passage.text, match.end())
            if end > match.end() or _is_whole(match[0]):
                below = self.levels[match[0]] == "below"
                yield _body(passage, match.start(), end, below=below)
        for match in self.provinces.finditer(passage.text):
            yield _body(passage, match.start(), match.end(), below=False)
        for match in _BARE.finditer(passage.text):
            end = match.end("word")
            yield Body(None, match.start(), end, None, word=match["word"].lower())
        for match in _OF_PLACE.finditer(passage.text):
            yield Body(
                None, match.start(), match.end(), None, aside=True, owner=True, word=match[0]
            )

    def _name_end(self, text: str, at: int) -> int:
        """Where the name that begins before `at` ends; `at` where no name follows."""
        end = at
        for count, token in enumerate(_TOKEN.finditer(text, at), 1):
            word = token[0]
            if count == 1 and not (word[0].isupper() or word.isdigit()):
                return at
            if count > _MOST_WORDS or (word == "," and not self._goes_on(text, token.end())):
                break
            if (not word[0].isalnum() and word not in ",-–") or self.stops.match(
                text, token.start()
            ):
                break
            if count > 1 and word[0].isupper() and self._opens(text, token.start()):
                break
            if word[0].isdigit() and (
                _FIGURE.match(text, token.start())
                or text[end : token.start()].strip() in ("-", "–")
            ):
                break  # "Sở A 93,9 điểm", "Sở A - 93": the figure is no part of the name
            if word not in (",", "và", "-", "–"):
                end = token.end()
        return end

    def _opens(self, text: str, at: int) -> bool:
        """Whether another body's name opens there; `Xã hội` is no commune's (`Sở Lao động - Thương binh và Xã hội`)."""
        return self.heads.match(text, at) is not None and not text.startswith("Xã hội", at)

    def _goes_on(self, text: str, at: int) -> bool:
        ahead = text[at : at + 60]
        words = ahead.split()
        if not words or not words[0][0].isupper() or self.heads.match(text, at + 1):
            return False
        return " và " in re.split(r"[,;:.()\d]", ahead, maxsplit=1)[0]


def _body(passage: Passage, start: int, end: int, *, below: bool) -> Body:
    before = passage.folded[max(0, start - 20) : start]
    aside, owner = bool(_ASIDE.search(before)), bool(_OWNER.search(before))
    return Body(passage.text[start:end], start, end, below, aside, owner=owner)


def _is_whole(head: str) -> bool:
    """Whether a head is a whole name already: "Ban Dân tộc", "Thanh tra tỉnh"."""
    first, *rest = head.split()
    if not rest or first in ("UBND", "Ủy"):
        return False
    return (rest[0][0].isupper() and len(rest) > 1) or (first != "UBND" and rest[-1] == "tỉnh")


@lru_cache(maxsize=4)
def body_names(dictionaries: Dictionaries) -> BodyNames:
    """The finder built from `body_heads`, `body_stops` and the provinces' names."""
    levels = {entry["head"]: entry["level"] for entry in dictionaries.rows("body_heads")}
    stops = dictionaries.column("body_stops", "word")
    provinces = dictionaries.column("provinces", "name")
    return BodyNames(
        heads=re.compile(rf"(?<!\w){any_of(levels)}(?!\w)"),
        levels=levels,
        stops=re.compile(rf"{any_of(stops)}(?!\w)"),
        provinces=re.compile(rf"(?<!\w){any_of(provinces)}(?!\w)"),
    )


def is_below(name: str, names: BodyNames) -> bool | None:
    """Whether a body's name is one below the province, by its head; None where no head is known."""
    match = names.heads.match(name)
    if match:
        return names.levels[match[0]] == "below"
    return False if names.provinces.fullmatch(name) else None
