"""What a person may choose for a run; the command line fills it, nothing else repeats its defaults."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path

from extract.errors import UsageError


@dataclass(frozen=True, slots=True)
class Options:
    """Options of a run. Those that decide a result are part of the stages' keys (`extract.batch.recipe`)."""

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
    learned: bool = True  # use what people's answers in the output folder teach
    hocr: bool = False  # write the words with their boxes as hOCR too
    alto: bool = False  # and as ALTO
    excel: bool = False  # BOM and formula guard in the CSV files
    language: str = "vi"  # that the report is shown in first; files for machines have none

    @property
    def forms(self) -> tuple[str, ...]:
        """What words with their boxes are written as."""
        return tuple(form for form in ("hocr", "alto") if getattr(self, form))

    def __post_init__(self) -> None:
        """`UsageError` where a value makes no sense."""
        for name, least in _LEAST.items():
            value = getattr(self, name)
            number = isinstance(value, (int, float)) and not isinstance(value, bool)
            if not number or not least <= value < float("inf"):
                raise _wrong(name, value, f"it must be a number from {least:g}")
        if not isinstance(self.lang, str) or not self.lang:
            raise _wrong("lang", self.lang, "it must name a language of Tesseract")
        if self.as_of is not None and not isinstance(self.as_of, date):
            raise _wrong("as_of", self.as_of, "it must be a date")
        if not isinstance(self.dictionaries, tuple):
            raise _wrong("dictionaries", self.dictionaries, "it must be a tuple of paths")


_LEAST = {  # what is more than nothing: the least that a run can be told
    "jobs": 1,
    "max_mpixels": 1e-6,
    "timeout": 1e-3,
    "max_pages": 1,
    "max_failures": 0,
    "max_seconds": 0,
    "max_megabytes": 0,
    "memory": 1e-3,
}


def _wrong(name: str, value: object, why: str) -> UsageError:
    return UsageError(f"Option {name}={value!r}", why, "See `extract.options.Options`.")
