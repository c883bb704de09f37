"""Names of agencies in a header: lines to names, capitals to usual case, and the province they belong to.

A line that begins with a type word (`SỞ`, `TRUNG TÂM`) begins a name, another goes on with the one before (`TỈNH X`). Case:
known words first, else sentence case with a capital after the type word; proper names after `tỉnh`, `huyện` ... have a
capital in every syllable. Source: NĐ 30/2020/NĐ-CP, Phụ lục II.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from rapidfuzz import fuzz
from rapidfuzz.distance import Levenshtein

from extract.dictionaries import Dictionaries, Entry
from extract.fold import fold
from extract.parse.passage import Passage, capital_share, join

_TWO_I = re.compile(r"ii[aeiouy]")  # an H read as two strokes: no syllable begins so
_SYLLABLE = re.compile(
    r"(?:b|ch?|d|gh?|gi|h|kh?|l|m|ngh?|nh?|ph?|qu|r|s|th?|tr|v|x)?[aeiouy]{1,3}(?:ch?|m|ng?|nh|p|t)?"
)
_HYPHEN = re.compile(r"(?<!\s)\s+-\s*|-\s+")
_LONGEST = 12  # words; longer names of agencies are put together from their parts
_PROVINCE_SCORE = 80.0
_PROVINCE_MARGIN = 5.0  # one edit in ten letters is 5 to 10 points: the nearest must be alone
_LETTERS_AN_EDIT = 7  # "an mau", legible, is no "ca mau": a short unknown name stays as read
_HEAD_SCORE = 90.0  # "tinh dong" and "tinh doan" are 89 alike
_OF_PLACES = (
    "tinh uy",
    "thanh uy",
    "huyen uy",
    "quan uy",
    "thi uy",
    "tinh doan",
    "thanh doan",
    "huyen doan",
)
_LEVELS = ("tinh", "thanh pho", "huyen", "quan", "thi xa", " xa", "phuong", "dac khu")
_SPECK = 2  # letters
_GLUED = 8  # letters of a name without spaces; shorter ones are abbreviations
_CAPITALS = 0.7  # a name in capitals with some letters misread
_BARE = (
    "van phong",
    "trung tam",
    "truong",
    "ban quan ly",
    "thanh tra",
    "cong doan",
    "truong dai hoc",
)


@dataclass(frozen=True, slots=True)
class AgencyWords:
    """Folded words of agencies' names: usual form and role; provinces by folded name."""

    words: Mapping[str, Entry]
    solid: Mapping[str, Entry]  # the same without spaces, of two syllables and more
    heads: tuple[str, ...]
    provinces: Mapping[str, tuple[Entry, ...]]
    agencies: Mapping[str, tuple[Entry, ...]]
    open_ends: tuple[str, ...]  # in small letters: a line that ends so goes on in the next


@lru_cache(maxsize=4)
def agency_words(dictionaries: Dictionaries) -> AgencyWords:
    """The lists, folded."""
    words = {fold(entry["words"]): entry for entry in reversed(dictionaries.rows("agency_words"))}
    heads = sorted((w for w, e in words.items() if e["role"] == "head"), key=len, reverse=True)
    provinces: dict[str, tuple[Entry, ...]] = {}
    for entry in dictionaries.rows("provinces"):
        for name in _spellings(entry):
            key = _bare(fold(name))
            provinces[key] = (*provinces.get(key, ()), entry)
            words.setdefault(fold(name), {"words": name, "role": "part"})
    agencies: dict[str, tuple[Entry, ...]] = {}
    for entry in dictionaries.rows("agencies"):
        key = _bare(fold(entry["name"]))
        agencies[key] = (*agencies.get(key, ()), entry)
        if not key.endswith(_LEVELS):  # what follows is a proper name: the level words say so
            words.setdefault(fold(entry["name"]), {"words": entry["name"], "role": "head"})
    solid = {_solid(key): entry for key, entry in words.items() if " " in key}
    ends = [row["words"] for row in dictionaries.rows("open_words") if row["ends"] == "name"]
    return AgencyWords(
        words, solid, tuple(heads), provinces, agencies, open_ends=(*ends, "-", ",", "–")
    )


def names(pieces: Sequence[Passage], words: AgencyWords) -> list[Passage]:
    """The header's agency lines as names, in order, superior first."""
    groups: list[list[Passage]] = []
    for piece in (_without_specks(piece, words) for piece in pieces):
        if groups and not _begins_name(piece, groups[-1][-1], words):
            groups[-1].append(piece)
        else:
            groups.append([piece])
    return [_joined(group) for group in groups]


def _without_specks(piece: Passage, words: AgencyWords) -> Passage:
    """A line without one or two letters before its type word ("PH PHÒNG HÀNH CHÍNH")."""
    first, _, rest = piece.text.partition(" ")
    small = first.islower() and rest.isupper()
    speck = len(first) <= _SPECK and (small or not _is_syllables(fold(first)))
    found = speck and head_of(fold(rest), words)
    return piece.cut(len(first)) if found else piece


def _joined(group: Sequence[Passage]) -> Passage:
    """Pieces of several lines as one passage: their texts, their lines as evidence."""
    text, starts = "", []
    for piece in group:
        text += " " if text else ""
        starts.append(len(text))
        text += piece.text
    return Passage(text, fold(text), tuple(p.lines[0] for p in group), tuple(starts))


def _begins_name(piece: Passage, before: Passage, words: AgencyWords) -> bool:
    if before.text.lower().endswith(words.open_ends) or before.folded.strip() in _BARE:
        return False
    return head_of(piece.folded, words) is not None


def head_of(folded: str, words: AgencyWords) -> str | None:
    """The type word that a folded line begins with; long ones may have a misread letter."""
    line = folded.lstrip(" .-_")
    for head in words.heads if line.startswith(words.heads) else ():
        if line == head or line.startswith((f"{head} ", f"{head},", f"{head}-")):
            return head
    for head in words.heads:
        if len(head) > 7 and fuzz.ratio(line[: len(head)], head) >= _HEAD_SCORE:  # noqa: PLR2004 - short words are too alike
            return head
    return None


def split_issuers(name: Passage, words: AgencyWords) -> list[Passage]:
    """Several issuers in one line ("SỞ Y TẾ - CÔNG ĐOÀN NGÀNH"): cut at a dash before a type word."""
    for match in _HYPHEN.finditer(name.text):
        rest = name.folded[match.end() :]
        if head_of(rest, words) and not _is_one_name(name.folded, match.start(), words):
            return [name.cut(0, match.start()), *split_issuers(name.cut(match.end()), words)]
    return [name]


def _is_one_name(folded: str, dash: int, words: AgencyWords) -> bool:
    """Whether the dash is one inside a known name (`Lao động - Thương binh và Xã hội`)."""
    known = [phrase for phrase in words.words if " - " in phrase]
    starts = ((folded.find(phrase), phrase) for phrase in known)
    return any(0 <= at <= dash < at + len(phrase) for at, phrase in starts)


def usual_case(capitals: str, words: AgencyWords) -> str:
    """A name in capitals as it is usually written; a text in small letters stays as it is."""
    text = " ".join(_unglued(_with_h(word), words) for word in capitals.split())
    if capital_share(text) < _CAPITALS:
        return text
    tokens = re.findall(r"[^\s,]+|,", text)
    written: list[str] = []
    i, place, open_ = 0, False, True
    while i < len(tokens):
        used, form, role = _phrase(tokens, i, words)
        if place and role in ("", "part") and (found := _province(tokens[i:], words)):
            written.append(found)
            break
        if not used:
            used, form = 1, _unknown(tokens[i], capital=place or open_)
        written.append(form)
        open_ = role == "head" or tokens[i + used - 1] in (",", "-") or fold(form) == "va"
        place = role == "place" or (place and role == "")
        if role == "head" and fold(form) in _OF_PLACES:
            place = True
        i += used
    name = " ".join(written).replace(" ,", ",")
    return name[:1].upper() + name[1:]


def _unglued(text: str, words: AgencyWords) -> str:
    """A name whose spaces the scan lost ("UBNDTỈNHHÀNAM"), taken apart where known words fill it wholly."""
    if len(text) < _GLUED or not text.isalpha() or fold(text) in words.words:
        return text
    phrases = (*words.words, *words.provinces)
    known = {syllable: syllable for phrase in phrases for syllable in phrase.split()}
    known |= {"".join(phrase.split()): phrase for phrase in phrases}
    parts, rest = [], fold(text)
    while rest:
        part = max((k for k in known if rest.startswith(k)), key=len, default="")
        if not part:
            return text
        start = len(text) - len(rest)
        parts.append(_spaced(text[start : start + len(part)], known[part]))
        rest = rest[len(part) :]
    return " ".join(parts)


def _spaced(glued: str, model: str) -> str:
    letters = iter(glued)
    return "".join(" " if sign == " " else next(letters, "") for sign in model)


def _phrase(tokens: Sequence[str], i: int, words: AgencyWords) -> tuple[int, str, str]:
    """The longest known phrase at token `i`: tokens used, usual form, role; (0, "", "") where there is none."""
    for n in range(min(_LONGEST, len(tokens) - i), 0, -1):
        printed = " ".join(tokens[i : i + n]).replace(" ,", ",")
        folded = fold(printed)
        entry = words.words.get(folded) or words.solid.get(_solid(folded))
        if entry and (n > 1 or entry["role"] == "place" or _same_word(printed, entry["words"])):
            return n, _form(printed, entry["words"]), entry["role"]
    return 0, "", ""


def _solid(folded: str) -> str:
    """A folded phrase without spaces and the dots that specks leave in it ("SỞY TẾ", "SỞ Y. TẾ")."""
    return folded.replace(" ", "").replace(".", "")


def _same_word(printed: str, usual: str) -> bool:
    """One syllable says little on the fold ("viên" is no "viện"): it must have its marks, or none at all."""
    return same_but_tone(printed, usual) or printed.lower() == fold(printed)


def _form(printed: str, usual: str) -> str:
    """The usual form, in the printed spelling where only the place of the tone mark differs (Uỷ, Ủy)."""
    if len(printed) != len(usual) or not same_but_tone(printed, usual):
        return usual
    pairs = zip(printed, usual, strict=True)
    return "".join(p.upper() if u.isupper() else p.lower() for p, u in pairs)


def same_but_tone(one: str, other: str) -> bool:
    """Whether two spellings differ in case and in the place of a tone mark within a syllable only.

    >>> same_but_tone("HOÀ BÌNH", "Hòa Bình"), same_but_tone("Lầm Đông", "Lâm Đồng")
    (True, False)
    """
    syllables = zip(one.lower().split(), other.lower().split(), strict=False)
    return len(one.split()) == len(other.split()) and all(
        sorted(unicodedata.normalize("NFD", a)) == sorted(unicodedata.normalize("NFD", b))
        for a, b in syllables
    )


def _unknown(token: str, *, capital: bool) -> str:
    """An unknown word: abbreviations stay, others become small with a capital where a name's part begins."""
    if "." in token[:-1] or "&" in token or not _is_syllables(fold(token)):
        return token
    small = token.lower()
    return small[:1].upper() + small[1:] if capital else small


def _with_h(word: str) -> str:
    return f"H{word[2:]}" if _TWO_I.match(fold(word)) and word.startswith("II") else word


def _is_syllables(folded: str) -> bool:
    """Whether each part of a word can be a syllable; "ATVSTP" cannot."""
    return all(_SYLLABLE.fullmatch(part) for part in re.findall(r"[a-z]+", folded))


def _bare(folded: str) -> str:
    return " ".join(folded.replace("-", " ").split())


def _province(tokens: Sequence[str], words: AgencyWords) -> str | None:
    """The province that the remaining words name: exactly, or as the one that is clearly nearest."""
    key = _bare(fold(" ".join(tokens)))
    exact = words.provinces.get(key)
    if exact:
        return _form(" ".join(tokens), exact[0]["name"])
    nearest = nearest_province(key, words)
    return nearest["name"] if nearest else None


def nearest_province(key: str, words: AgencyWords) -> Entry | None:
    """The one province whose folded name is like `key`, `None` where two are."""
    scores = {entries[0]["name"]: 0.0 for entries in words.provinces.values()}
    best_of: dict[str, Entry] = {}
    for name, entries in words.provinces.items():
        title = entries[0]["name"]
        best_of.setdefault(title, entries[0])
        scores[title] = max(scores[title], fuzz.ratio(key, name))
    first, second = sorted(scores.values(), reverse=True)[:2]
    if first < _PROVINCE_SCORE or first - second < _PROVINCE_MARGIN:
        return None
    title = max(scores, key=lambda name: scores[name])
    nearest = min(Levenshtein.distance(key, _bare(fold(n))) for n in _spellings(best_of[title]))
    return best_of[title] if nearest <= len(key) // _LETTERS_AN_EDIT else None


def _spellings(entry: Entry) -> list[str]:
    return [entry["name"], *filter(None, entry["variants"].split(";"))]


def province_code(agency: str, issued: date | None, words: AgencyWords) -> str | None:
    """The key of the province that an agency's name states, as it stood on the day of issue; `None` if not certain."""
    match = re.search(
        r"\b(?:tinh|thanh pho|tp\.?|tinh uy|thanh uy|cong an)\s+(?P<name>.+)$", fold(agency)
    )
    if match is None or issued is None:
        return None
    key = _bare(match["name"]).removeprefix("tinh ").removeprefix("thanh pho ")
    day = issued.isoformat()
    valid = {
        entry["code"]
        for entry in words.provinces.get(key, ())
        if entry["from"] <= day and (not entry["to"] or day <= entry["to"])
    }
    return valid.pop() if len(valid) == 1 else None


def issuer_id(agency: str, issued: date | None, words: AgencyWords) -> str | None:
    """The key of an agency by its name (its province's name aside) on the day of issue; `None` if not certain."""
    key = _bare(fold(agency))
    provinces = sorted((name for name in words.provinces if key.endswith(f" {name}")), key=len)
    names = (key, *(key.removesuffix(name).strip() for name in provinces))
    found: tuple[Entry, ...] = next((words.agencies[n] for n in names if n in words.agencies), ())
    day = issued.isoformat() if issued else ""
    limited = [entry for entry in found if entry["from"] or entry["to"]]
    if limited and not day:
        return None
    valid = {e["id"] for e in found if e["from"] <= day and (not e["to"] or day <= e["to"])}
    return valid.pop() if len(valid) == 1 else None


def one_line(pieces: Sequence[Passage]) -> Passage:
    """Several pieces as one passage."""
    return _joined(pieces) if pieces else join(())
