"""Inputs that cannot be read, or not wholly, made by the test that needs them."""

from __future__ import annotations

from pathlib import Path

from PIL import Image, ImageDraw


def pdf(kids: str, objects: dict[int, bytes], trailer: bytes = b"") -> bytes:
    """A PDF of hand-made objects; object 1 is the catalogue, 2 the page tree with these kids."""
    count = kids.count("R")
    bodies = {
        1: b"<</Type/Catalog/Pages 2 0 R>>",
        2: f"<</Type/Pages/Kids[{kids}]/Count {count}>>".encode(),
        **objects,
    }
    data, offsets = b"%PDF-1.4\n", {}
    for number, body in sorted(bodies.items()):
        offsets[number] = len(data)
        data += b"%d 0 obj\n%s\nendobj\n" % (number, body)
    start, size = len(data), max(bodies) + 1
    data += b"xref\n0 %d\n0000000000 65535 f \n" % size
    for number in range(1, size):
        used = number in offsets
        data += b"%010d 00000 %c \n" % (offsets.get(number, 0), b"n" if used else b"f")
    return data + b"trailer\n<</Size %d/Root 1 0 R%s>>\nstartxref\n%d\n%%%%EOF\n" % (
        size,
        trailer,
        start,
    )


def page(contents: int = 4) -> bytes:
    return (
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 300 400]/Resources<</Font<</F 5 0 R>>>>/Contents %d 0 R>>"
        % contents
    )


FONT = b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>"


def words(text: str) -> bytes:
    stream = f"BT /F 12 Tf 40 300 Td ({text}) Tj ET".encode()
    return b"<</Length %d>>\nstream\n%s\nendstream" % (len(stream), stream)


def half_readable_pdf(path: Path) -> Path:
    """Two pages, the second of which is not there."""
    objects = {3: page(), 4: words("Thong bao ket qua xep hang cua So Noi vu nam 2024"), 5: FONT}
    path.write_bytes(pdf("3 0 R 9 0 R", objects))
    return path


def encrypted_pdf(path: Path) -> Path:
    """A PDF whose user password is not empty."""
    objects = {3: page(), 4: words("x"), 5: FONT}
    secret = b"<" + b"5a" * 32 + b">"
    lock = b"/Encrypt<</Filter/Standard/V 1/R 2/O%s/U%s/P -4>>/ID[<00><00>]" % (secret, secret)
    path.write_bytes(pdf("3 0 R", objects, lock))
    return path


def scan(path: Path, size: tuple[int, int] = (1240, 900)) -> Path:
    """A page image with letters on it."""
    image = Image.new("L", size, 255)
    pen = ImageDraw.Draw(image)
    for n in range(12):
        pen.text((100, 80 + n * 60), "THONG BAO KET QUA XEP HANG NAM 2024", fill=0, font_size=36)
    image.save(path, dpi=(150, 150))
    return path
