"""The end of a run, and of a dry run, in a few lines: what was written, what needs a look, where."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from pathlib import Path

from extract.batch import Summary
from extract.batch.forecast import Forecast
from extract.batch.tasks import Failure
from extract.cli.messages import counted, printable, say
from extract.cli.progress import event

# A dry run's findings in a few lines on stdout.

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


# The end of a run in a few lines: what was written, what needs a look, where.


def show(summary: Summary, out: Path, *, json: bool) -> None:
    """Tell a person, or as the last event."""
    if json:
        _event(summary, out)
        return
    say(_counts(summary))
    _failures(summary.failed)
    _names("Some pages could not be read (see flags in documents.csv):", summary.partial)
    _names(
        "Withheld: they bear a mark of secrecy and must not be processed on a connected machine:",
        [f"{name} ({mark})" for name, mark in zip(summary.withheld, summary.marks, strict=True)],
    )
    if summary.signal is not None:
        missed = len(summary.skipped) - len(summary.passed)
        say(f"Interrupted; {missed} not read. Run the same command again to go on.")
    _names("Passed over:", [f"{item.source}: {item.why}" for item in summary.passed])
    say(f"Tables and texts are in {out}: {_tables(summary)}")
    if summary.review_items:
        need = "needs" if summary.review_items == 1 else "need"
        asked = counted(summary.review_items, "question")
        say(f"{asked} {need} a person's eyes: {out / 'review.csv'}, most valuable first.")


def _counts(summary: Summary) -> str:
    kinds = ("done", "partial", "failed", "withheld", "skipped")
    counts = ", ".join(f"{len(getattr(summary, kind))} {kind}" for kind in kinds)
    known = len(summary.found) - len(summary.passed) - summary.read
    return f"{len(summary.found)} found: {counts}" + (
        f" ({summary.read} read now)" if known else ""
    )


def _tables(summary: Summary) -> str:
    texts = sum(name.startswith("text/") for name in summary.written)
    return f"{len(summary.written) - texts - 1} tables, datapackage.json, {counted(texts, 'text')}."


def _failures(failed: Sequence[tuple[str, Failure]]) -> None:
    for source, failure in failed[:_SHOWN]:
        what = failure.what if source in failure.what else f"{source}: {failure.what}"
        say(f"vanban: {what}: {failure.why}.")
        say(f"  {failure.do}")
    if len(failed) > _SHOWN:
        say(f"  ... and {len(failed) - _SHOWN} more: see documents.csv, status failed")


def _names(head: str, names: Sequence[str]) -> None:
    if names:
        say(head)
    for name in names[:_SHOWN]:
        say(f"  {name}")
    if len(names) > _SHOWN:
        say(f"  ... and {len(names) - _SHOWN} more")


def _event(summary: Summary, out: Path) -> None:
    event(
        "summary",
        out=str(out),
        found=len(summary.found),
        done=list(summary.done),
        partial=list(summary.partial),
        failed=[
            {"source": s, "reason": f.flag, "why": f.why, "do": f.do} for s, f in summary.failed
        ],
        withheld=list(summary.withheld),
        marks=list(summary.marks),
        skipped=list(summary.skipped),
        passed=[{"source": item.source, "why": item.why} for item in summary.passed],
        read=summary.read,
        review_items=summary.review_items,
        exit_code=int(summary.exit_code),
    )
