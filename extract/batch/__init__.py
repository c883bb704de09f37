"""Many documents: a journal of what is done, workers that may die, tables as a pure function of the journal."""

from __future__ import annotations

from extract.batch.progress import Progress, Silent
from extract.batch.reporting import Summary
from extract.batch.run import run, run_on

__all__ = ["Progress", "Silent", "Summary", "run", "run_on"]
