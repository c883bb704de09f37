"""Who is rated where the text names nobody, or says `tỉnh`, `huyện`, `xã` alone: the subject tells, else the head.

A province's index is the province's whoever writes about it; a committee of the Party, a steering board, a team that appraises are
never rated themselves: their place or the body above them is.
"""

from __future__ import annotations

import re

from extract.fold import fold
from extract.model import TextLine
from extract.parse.context import Context
from extract.parse.passage import join
from extract.parse.ratings.bodies import Body
from extract.parse.ratings.index import PROVINCES
from extract.parse.ratings.setting import Names, owner_named
from extract.records import Header

_OF_PROVINCES = frozenset({"pci", "papi"})
_GOVERNS = re.compile(r"(?:ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan|bo|tinh|thanh pho)\b(?! uy)")
_NEVER_RATED = re.compile(
    r"(?:ban thuong vu |ban chap hanh )?(?:(?:tinh|thanh|huyen|quan|thi|dang) uy\b|to (?:danh gia|tham dinh|cong tac|giup viec)\b"
    r"|hoi dong (?:tham dinh|danh gia)\b|ban chi dao\b|doan (?:kiem tra|khao sat)\b)"
)
PLACE_WORDS = frozenset(
    {"tỉnh", "thành phố", "huyện", "quận", "thị xã", "xã", "phường", "thị trấn", "đặc khu"}
)
_NAME = r"(?P<name>(?!ủy)[A-ZĐ][^,;|]{1,40})$"
_PLACES = re.compile(
    rf"\b(?P<kind>[Tt]ỉnh|[Tt]hành phố|[Hh]uyện|[Qq]uận|[Tt]hị xã|[Tt]hị trấn|[Xx]ã|[Pp]hường|[Đđ]ặc khu)(?: ủy)? {_NAME}"
    rf"|\b(?P<short>[Tt]hành|[Tt]hị) ủy {_NAME.replace('<name>', '<seat>')}"
)
_OF_PLACE = re.compile(
    r"\bcủa (?P<word>tỉnh|thành phố|huyện|quận|thị xã|xã|phường|thị trấn)(?=\s*(?:$|[,.:;(]|năm\b|theo\b|so với\b|qua\b))"
)
_SHORT = {"thành": "thành phố", "thị": "thị xã"}


def rated(
    context: Context, names: Names, family: str | None, rank_of: int | None = None
) -> str | None:
    """Who is rated where the text names nobody: whom the subject names, else the issuer, or its province or place."""
    owner = _owner_of_subject(context, names)
    return owner or rated_by_head(context.header, family, rank_of)


def rated_by_head(header: Header, family: str | None, rank_of: int | None = None) -> str | None:
    """The issuer, or its province where only provinces are rated, or its place where it is never rated itself.

    >>> rated_by_head(Header(issuer="Sở Tài chính", parent_agency="UBND tỉnh Lào Cai"), "pci")
    'tỉnh Lào Cai'
    >>> rated_by_head(Header(issuer="Tổ đánh giá", parent_agency="UBND xã Hòa An"), "cchc")
    'UBND xã Hòa An'
    """
    issuer = header.issuer
    if issuer and _NEVER_RATED.match(fold(issuer)):
        return _place(issuer) or header.parent_agency or issuer
    of_provinces = family in _OF_PROVINCES or rank_of in PROVINCES
    if not issuer or not of_provinces or _GOVERNS.match(fold(issuer)):
        return issuer
    return place_of(header, "tỉnh") or place_of(header, "thành phố") or issuer


def name_of(body: Body, header: Header) -> str | None:
    """A body's name; whose province or district a bare `tỉnh`, `huyện` in an office's paper is, the head says."""
    return body.name or (place_of(header, body.word) if body.word in PLACE_WORDS else None)


def place_named(text: str, header: Header) -> str | None:
    """The place of the head that a caption means by `của tỉnh`, `của huyện` alone."""
    said = _OF_PLACE.search(text)
    return place_of(header, said["word"]) if said else None


def place_of(header: Header, word: str) -> str | None:
    """The province, district or commune of that word that the head names; `None` for its own paper, whose issuer is rated.

    >>> place_of(Header(issuer="Phòng Nội vụ", parent_agency="UBND huyện Chợ Mới"), "huyện")
    'huyện Chợ Mới'
    >>> place_of(Header(issuer="UBND huyện Chợ Mới"), "huyện")
    """
    if _GOVERNS.match(fold(header.issuer or "")):
        return None
    for name in (header.parent_agency, header.issuer):
        found = _place(name or "")
        if found and found.lower().startswith(word):
            return found
    return None


def _place(name: str) -> str | None:
    """The place that a body's name ends in (`Huyện ủy Mỏ Cày`: `huyện Mỏ Cày`)."""
    found = _PLACES.search(name)
    if found is None:
        return None
    if found["short"]:
        return f"{_SHORT[found['short'].lower()]} {found['seat']}"
    return f"{found['kind'].lower()} {found['name']}"


def _owner_of_subject(context: Context, names: Names) -> str | None:
    """The body whose index the subject names (`Chỉ số cải cách hành chính năm 2025 của UBND xã X`)."""
    subject = context.header.subject
    return owner_named(join([TextLine(None, 1, subject, subject)]), names) if subject else None
