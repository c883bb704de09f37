"""Days as a calendar file (iCalendar, RFC 5545) that Outlook, Google and phones read: a VEVENT of a whole day each, recurrence kept.

Written by hand, for the format is lines; where a rule's first day falls is dateutil's answer, so its days are those that dateutil gives.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from dateutil.rrule import rrulestr

_OCTETS = 75  # of a line, RFC 5545, 3.1
_CONTROLS = re.compile(r"[\x00-\x09\x0b-\x1f\x7f]")
_ESCAPED = {"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n"}


@dataclass(frozen=True, slots=True)
class Event:
    """A day with its title; with a rule, the first day from `day` on that the rule names, up to `until`."""

    uid: str
    title: str
    day: date
    about: str = ""
    rule: str = ""
    until: date | None = None

    @property
    def first(self) -> date | None:
        """The first day; `None` where the rule is none or names no day."""
        if not self.rule:
            return self.day
        try:
            rule = rrulestr(self.rule, dtstart=datetime.combine(self.day, time()))
            found = rule.after(datetime.combine(self.day, time()), inc=True)
        except ValueError:
            return None
        return found and found.date()


def calendar_of(events: Sequence[Event], stamped: date) -> bytes:
    """The calendar file; the same events and day, the same bytes."""
    head = ("BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//vanban//follow//VI", "CALSCALE:GREGORIAN")
    inside = (line for event in events for line in _event(event, stamped))
    return "".join(f"{_folded(line)}\r\n" for line in (*head, *inside, "END:VCALENDAR")).encode()


def _event(event: Event, stamped: date) -> Iterator[str]:
    first = event.first
    if first is None:
        return
    yield from ("BEGIN:VEVENT", f"UID:{event.uid}", f"DTSTAMP:{stamped:%Y%m%d}T000000Z")
    yield f"DTSTART;VALUE=DATE:{first:%Y%m%d}"
    if event.rule:
        yield f"RRULE:{event.rule}" + (f";UNTIL={event.until:%Y%m%d}" if event.until else "")
    yield f"SUMMARY:{_text(event.title)}"
    if event.about:
        yield f"DESCRIPTION:{_text(event.about)}"
    yield from ("TRANSP:TRANSPARENT", "END:VEVENT")


def _text(value: str) -> str:
    return "".join(_ESCAPED.get(sign, sign) for sign in _CONTROLS.sub(" ", value))


def _folded(line: str) -> str:
    """A line cut where it is too long, never within a letter."""
    return "\r\n ".join(_cuts(line))


def _cuts(line: str) -> Iterable[str]:
    piece, size, most = "", 0, _OCTETS
    for sign in line:
        octets = len(sign.encode("utf-8", "replace"))
        if size + octets > most:
            yield piece
            piece, size, most = "", 0, _OCTETS - 1  # the blank that goes on counts
        piece, size = piece + sign, size + octets
    yield piece
