"""A reading of a header up to some line: which roles its segments have, and what that allows for the next one."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from extract.parse.header.features import Look
from extract.parse.header.layout import Setting
from extract.parse.header.roles import ANCHORS, Piece, Role

#: Behind these no section goes on; a date may stand beside the second line of a subject.
_CLOSING = frozenset(
    {Role.NOISE, Role.NATIONAL, Role.PARTY, Role.MOTTO, Role.CODE, Role.MARK, Role.AGENCY}
)
#: A stamp lies anywhere, between the lines of a subject too.
_LAID_OVER = frozenset({Role.MARK, Role.STAMP})
_SECTIONS = frozenset({Role.SUBJECT, Role.UNDER_TITLE})


@dataclass(frozen=True, slots=True)
class Path:
    """The pieces found so far, the section that is open, and what pairs of pieces are weighed by."""

    score: float = 0.0
    pieces: tuple[Piece, ...] = ()
    seen: frozenset[Role] = frozenset()
    open: Role | None = None
    noise: int = 0
    letters: int = 0  # of the subject
    inside: bool = False  # the brackets that say to what a paper is attached
    settings: dict[Role, Setting] = field(default_factory=dict)  # of the last piece of each role

    def has(self, *roles: Role) -> bool:
        """Whether a piece of one of the roles was found."""
        return not self.seen.isdisjoint(roles)

    @property
    def anchored(self) -> bool:
        """Whether something tells that there is a header at all."""
        return not self.seen.isdisjoint(ANCHORS)

    @property
    def last(self) -> str:
        """The text of the piece found last."""
        return self.pieces[-1].at.text if self.pieces else ""

    @property
    def key(self) -> tuple[object, ...]:
        """What decides how a path goes on: of two alike the better one is kept."""
        return self.seen, self.open, self.inside, len(self.settings)

    def with_piece(self, piece: Piece, look: Look, score: float, opens: Role | None = None) -> Path:
        """The path with one more piece; `opens` is the section that its next line may go on with."""
        role = piece.role
        goes_on = None if role in _CLOSING else opens or role
        if role is Role.DATE or (role in _LAID_OVER and self.open in _SECTIONS):
            goes_on = self.open
        subject = role in (Role.SUBJECT, Role.UNDER_TITLE)
        return replace(
            self,
            score=self.score + score,
            pieces=self.pieces if role is Role.NOISE else (*self.pieces, piece),
            seen=self.seen if role is Role.NOISE else self.seen | {role},
            open=goes_on,
            noise=self.noise + (role is Role.NOISE),
            letters=self.letters + (len(piece.at.text) + 1 if subject else 0),
            inside=role is Role.ATTACHED and not look.text.rstrip(" .").endswith(")"),
            settings={**self.settings, role: look.segment.setting},
        )
