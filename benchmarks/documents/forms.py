"""The forms a document comes in beside its true text: scanned pages, and what Tesseract's models read on them."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytesseract
from PIL import Image

from benchmarks.documents.damage import damaged
from benchmarks.documents.document import Document
from benchmarks.documents.pages import DPI, draw_pages
from benchmarks.spoilt_pages import bulging, faint, photographed, speckled
from extract.fold import unaccent_letter

FORMS = ("strip", "damaged", "vie", "eng", "scan", "photo", "worn")
#: Forms that are pages, and what spoils those of a document (by its seed); a scan stays as the scanner gave it.
_SPOILT = {"scan": (), "photo": (photographed, bulging), "worn": (faint, speckled)}
_BORN = time.gmtime(0)  # else the clock would stand in the file


def write_forms(
    folder: Path, name: str, document: Document, seed: int, forms: Sequence[str]
) -> None:
    """NAME.strip.txt (marks taken off), NAME.damaged.txt (misread at random), NAME.vie.txt and NAME.eng.txt (readings), NAME.scan.pdf, NAME.photo.pdf and NAME.worn.pdf (images), as asked."""
    if "strip" in forms:
        stripped = strip_marks(document.text)
        (folder / f"{name}.strip.txt").write_text(stripped, encoding="utf-8")
    if "damaged" in forms:
        (folder / f"{name}.damaged.txt").write_text(damaged(document.text, seed), encoding="utf-8")
    if not {"vie", "eng", *_SPOILT} & set(forms):
        return
    pages = images(document, seed)
    for model in sorted({"vie", "eng"} & set(forms)):
        text = "\f".join(reading(page, model) for page in pages)
        (folder / f"{name}.{model}.txt").write_text(text, encoding="utf-8")
    for form in sorted(set(_SPOILT) & set(forms)):
        spoil = _SPOILT[form][seed % 2 :][:1]
        drawn = [
            Image.fromarray(spoil[0](np.asarray(p.convert("RGB")))) if spoil else p for p in pages
        ]
        drawn[0].save(
            folder / f"{name}.{form}.pdf", save_all=True, append_images=drawn[1:], resolution=DPI,
            quality=70, creationDate=_BORN, modDate=_BORN,
        )  # fmt: skip


def strip_marks(text: str) -> str:
    """The text as an engine without Vietnamese letters would read it at its best."""
    return "".join(unaccent_letter(letter) for letter in text)


def images(document: Document, seed: int) -> list[Image.Image]:
    """The document's pages as a scanner gives them; the same seed gives the same pages."""
    head, foot = document.head, document.foot
    rng = random.Random(f"pages {seed}")  # noqa: S311 (invented pages, no secret)
    columns = (head.left, head.right, head.rest), document.paragraphs, (foot.left, foot.right)
    return draw_pages(*columns, rng, document.appendix)


def reading(page: Image.Image, model: str) -> str:
    """What Tesseract reads on a page with a model."""
    return str(pytesseract.image_to_string(page, lang=model, config=f"--psm 3 --dpi {DPI}"))
