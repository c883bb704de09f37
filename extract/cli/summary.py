"""The end of a run in a few lines: what was written, what needs a look, where."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from extract.batch import Summary
from extract.batch.tasks import Failure
from extract.cli.messages import counted, say
from extract.cli.progress import event

_SHOWN = 10  # names of a kind; more are in documents.csv


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
