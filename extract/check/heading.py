"""What is odd in the fields of a header: a signer without a family name, a title in no list, an office of very many words."""

from __future__ import annotations

from collections.abc import Iterator

from extract.check.naming import Names
from extract.fold import fold
from extract.records import Header

_MANY = 9  # words of an office: longer ones have mostly taken in a line below


def heading_notes(header: Header, names: Names) -> Iterator[tuple[str, str]]:
    """Field and note for each thing seen."""
    signers = (header.signer_name or "").split("|")
    if any(name and name.split()[0].lower() not in names.surnames for name in signers):
        yield "signer_name", "surname unknown"
    positions = (header.signer_position or "").split("|")
    if any(position and fold(position) not in names.titles for position in positions):
        yield "signer_position", "title unknown"
    for field in ("issuer", "parent_agency"):
        offices = (getattr(header, field) or "").split("|")
        if any(len(office.split()) > _MANY for office in offices):
            yield field, "many words"
    if fold(header.subject or "").startswith("cua "):  # `CỦA ỦY BAN ...` is a line of the title
        yield "subject", "opens with of"
