"""The forms a document comes in beside its true text: scanned pages, and what Tesseract's models read on them."""

from __future__ import annotations

import random
import time
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytesseract
from PIL import Image, ImageFont

from benchmarks.documents.damage import damaged
from benchmarks.documents.document import Document
from benchmarks.documents.pages import (
    DPI,
    draw_pages,
    fonts,
    layer_font,
    layered_pdf,
    set_pages,
    typed_pages,
    worn,
)
from benchmarks.spoilt_pages import bulging, faint, photographed, speckled
from extract.fold import unaccent_letter

FORMS = ("strip", "damaged", "vie", "eng", "pdf", "scan", "photo", "worn")
#: Forms that are pages, and what spoils those of a document (by its seed); a scan stays as the scanner gave it.
_SPOILT = {"scan": (), "photo": (photographed, bulging), "worn": (faint, speckled)}
_PRINTED = 32  # pixels of 200 an inch: 11.5 points of a wide type
_BORN = time.gmtime(0)  # else the clock would stand in the file


def write_forms(
    folder: Path, name: str, document: Document, seed: int, forms: Sequence[str]
) -> None:
    """NAME.strip.txt (marks taken off), NAME.damaged.txt (misread at random), NAME.vie.txt and NAME.eng.txt (readings), NAME.pdf (as a word processor prints to a file), NAME.scan.pdf, NAME.photo.pdf and NAME.worn.pdf (images), as asked."""
    if "strip" in forms:
        stripped = strip_marks(document.text)
        (folder / f"{name}.strip.txt").write_text(stripped, encoding="utf-8")
    if "damaged" in forms:
        (folder / f"{name}.damaged.txt").write_text(damaged(document.text, seed), encoding="utf-8")
    if "pdf" in forms:
        (folder / f"{name}.pdf").write_bytes(_printed(document))
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
        _save(folder / f"{name}.{form}.pdf", drawn[0], drawn[1:])


def _save(file: Path, first: Image.Image, rest: Sequence[Image.Image]) -> None:
    first.save(
        file, save_all=True, append_images=rest, resolution=DPI, quality=70, creationDate=_BORN, modDate=_BORN
    )  # fmt: skip


def _printed(document: Document) -> bytes:
    head, foot = document.head, document.foot
    columns = (head.left, head.right, head.rest), document.paragraphs, (foot.left, foot.right)
    pages = set_pages(*columns, ImageFont.truetype(str(layer_font()), _PRINTED))
    return layered_pdf(pages, layer_font())


def write_typed(
    folder: Path, name: str, text: str, seed: int, forms: Sequence[str], *, wrapped: bool = True
) -> None:
    """NAME.pdf (printed to a file by a word processor) and NAME.scan.pdf (printed, scanned) of a text, as asked; `wrapped`: its lines are a page's, else paragraphs."""
    rng = random.Random(f"typed {seed}")  # noqa: S311 (invented pages, no secret)
    if "pdf" in forms:
        layer = typed_pages(
            text, ImageFont.truetype(str(layer_font()), rng.randint(30, 34)), wrapped=wrapped
        )
        (folder / f"{name}.pdf").write_bytes(layered_pdf(layer, layer_font()))
    if "scan" in forms:
        pages = typed_pages(
            text, ImageFont.truetype(str(rng.choice(fonts())), rng.randint(34, 38)), wrapped=wrapped
        )
        first, *rest = [worn(image, rng) for image in pages.images]
        _save(folder / f"{name}.scan.pdf", first, rest)


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
