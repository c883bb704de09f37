"""What a person may choose for a run; the command line fills it, nothing else repeats its defaults."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path


@dataclass(frozen=True, slots=True)
class Options:
    """Options of a run. Those that decide a result are part of the stages' keys (`extract.batch.journal.recipe`)."""

    lang: str = "vie"  # Tesseract language(s), joined by "+"
    dictionaries: tuple[Path, ...] = ()  # users' own dictionary files; theirs win
    as_of: date | None = None  # the day that "in the future" is measured from; None: today
    jobs: int = 1  # worker processes
    max_mpixels: float = 200.0  # largest page, megapixels (A3 at 600 dpi is 70)
    timeout: float = 120.0  # seconds a page may take
    max_pages: int = 10_000  # of a document; one with more is refused
    max_failures: int = 50  # pages of a document that may be given up before the rest is
    max_seconds: float = 36_000.0  # of a processor that a document's pages may take
    max_megabytes: float = 2_000.0  # of a file, and of what its pages hold
    memory: float = 1.5  # GiB a worker may use together with its engine
    include_secret: bool = False  # extract documents with a secrecy mark too (recorded)
    no_lock: bool = False  # go on where the output folder's file system has no locks
    fresh: bool = False  # forget what the output folder holds and start over
    hocr: bool = False  # write the words with their boxes as hOCR too
    excel: bool = False  # BOM and formula guard in the CSV files
