"""A dry run's findings in a few lines on stdout."""

from __future__ import annotations

import sys

from extract.batch.forecast import Forecast
from extract.cli.messages import counted, printable

_SHOWN = 10  # failing files named
_MINUTE = 60  # seconds, and minutes of an hour
_UNITS = ("B", "kB", "MB", "GB", "TB")


def tell_forecast(found: Forecast) -> None:
    """Files, pages, time, disk, and what cannot be read."""
    known = f"{found.done} done already, {found.copies} copies of others"
    new = f"{counted(found.documents, 'document')} to look at, {len(found.failing)} that cannot be read"
    lines = [
        f"{counted(found.found, 'input')}: {known}, {new}",
        f"{counted(found.pages, 'page')} to read",
    ]
    if found.seconds is not None and found.bytes is not None:
        lines.append(
            f"About {span(found.seconds)} and {size(found.bytes)} of disk,"
            f" judging by {counted(found.sampled, 'page')} read now"
        )
    lines += [f"  {name}: {why}" for name, why in found.failing[:_SHOWN]]
    if len(found.failing) > _SHOWN:
        lines.append(f"  ... and {len(found.failing) - _SHOWN} more")
    sys.stdout.write("".join(f"{printable(line)}\n" for line in lines))


def span(seconds: float) -> str:
    """Seconds as a person says them.

    >>> span(40), span(150), span(9000)
    ('40 s', '2 min', '2 h 30 min')
    """
    if seconds < _MINUTE:
        return f"{seconds:.0f} s"
    hours, minutes = divmod(int(seconds // _MINUTE), _MINUTE)
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def size(number: float) -> str:
    """Bytes as a person says them.

    >>> size(900), size(31_000_000)
    ('900 B', '31 MB')
    """
    unit = 0
    while number >= 1000 and unit < len(_UNITS) - 1:  # noqa: PLR2004
        number, unit = number / 1000, unit + 1
    return f"{number:.0f} {_UNITS[unit]}"
