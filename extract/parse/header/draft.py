"""A header while its values are gathered."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from extract.model import Doubt, Evidence
from extract.records import Field

Value = str | date | bool | tuple[str, ...] | None


@dataclass(slots=True)
class Draft:
    """A header while its values are gathered: values by column, their evidence, doubts and flags."""

    values: dict[str, Value] = field(default_factory=dict)
    fields: list[Field] = field(default_factory=list)
    doubts: list[Doubt] = field(default_factory=list)
    flags: list[str] = field(default_factory=list)

    def put(self, name: str, value: Value, at: Evidence) -> None:
        """A value with its evidence; `None` and "" are no values."""
        if value is None or value == "":
            return
        self.values[name] = value
        self.fields.append(Field(name, _text(value), at))

    def doubt(self, name: str, reason: str, *alternatives: str) -> None:
        """Why a person should look at a field."""
        self.doubts.append(Doubt(name, reason, alternatives))


def _text(value: Value) -> str:
    if isinstance(value, tuple):
        return "|".join(value)
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, date) else str(value)
