"""A register of signers: names and positions that an archive's own papers print, or that reviewers confirmed.

A stamped or misread name is compared with those who sign for its issuer at its time. A near one is offered, and taken only where it
is clearly the nearest; what was read stays beside it. A name is never exchanged silently.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from rapidfuzz import fuzz

from extract.fold import fold

_TAKEN, _MARGIN = (
    86.0,
    8.0,
)  # how alike, and how much more alike than the next: one letter of a name is 7
_OFFERED = 60.0
_MOST = 3  # names that are offered
_TERM = timedelta(days=2 * 365)  # before the first and after the last paper of a signer
_SURE, _FUZZY = 0.97, 0.85  # of a name that is in the register, of one that is like one


@dataclass(frozen=True, slots=True)
class KnownSigner:
    """Who signed for an issuer, the days of the first and the last of their papers, and how many there are."""

    name: str
    issuer: str
    position: str = ""
    first: date | None = None
    last: date | None = None
    papers: int = 1


@dataclass(frozen=True, slots=True)
class SignerMatch:
    """The name to write (as read, or of the register), how sure it is, and what else it may be."""

    name: str
    confidence: float
    alternatives: tuple[str, ...] = ()


def match_signer(
    read: str, confidence: float, register: Sequence[KnownSigner], issuer: str, issued: date | None
) -> SignerMatch:
    """What a register says of a name that was read, "" where nothing was.

    >>> known = [KnownSigner("Trần Văn Mẫu", "Sở Mẫu"), KnownSigner("Lê Thị Mẫu", "Sở Mẫu")]
    >>> match_signer("Trần Vãn Mâu", 0.6, known, "Sở Mẫu", None)
    SignerMatch(name='Trần Văn Mẫu', confidence=0.85, alternatives=('Trần Vãn Mâu',))
    >>> match_signer("", 0.0, known, "Sở Mẫu", None).alternatives
    ('Trần Văn Mẫu', 'Lê Thị Mẫu')
    """
    known = [one for one in register if one.issuer == issuer and _in_office(one, issued)]
    if not read:
        ordered = sorted(known, key=lambda one: -one.papers)
        return SignerMatch("", 0.0, tuple(dict.fromkeys(one.name for one in ordered))[:_MOST])
    scores = {one.name: _alike(read, one.name) for one in known}
    ranked = sorted(scores, key=lambda name: -scores[name])
    if ranked and ranked[0] == read:
        return SignerMatch(read, max(confidence, _SURE))
    near = tuple(name for name in ranked if scores[name] >= _OFFERED)[:_MOST]
    following = scores[near[1]] if len(near) > 1 else 0.0
    if near and scores[near[0]] >= _TAKEN and scores[near[0]] - following >= _MARGIN:
        return SignerMatch(near[0], max(confidence, _FUZZY), (read, *near[1:]))
    return SignerMatch(read, confidence, near)


def _in_office(one: KnownSigner, issued: date | None) -> bool:
    if issued is None:
        return True
    after = one.first is None or issued >= one.first - _TERM
    return after and (one.last is None or issued <= one.last + _TERM)


def _alike(read: str, name: str) -> float:
    """How alike two names are, 0 to 100: with their marks and without."""
    folded = fuzz.ratio(fold(read), fold(name))
    return (folded + fuzz.ratio(read.lower(), name.lower())) / 2
