"""Files that want to harm a batch, made by the test that needs them: bombs, damage, lies about sizes, odd names.

Each `Case` is a name, its bytes and how it may end. A case that may be read or not, as the library's tolerance has it, says so;
none may hang, grow without bound, end the batch or pass without a word. Nothing here is copied from a real file.
"""

from __future__ import annotations

import io
import os
import random
import struct
import unicodedata
import zipfile
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from bad_files import FONT, encrypted_pdf, page, pdf, words
from PIL import Image, ImageDraw

READ = frozenset({"ok"})
FAILED = frozenset({"failed"})
MIXED = frozenset({"partial", "failed"})
SKIPPED = frozenset({"skipped"})
ODD = tuple(f"i7/{name}" for name in ("loop", "a.pdf", "b.pdf", "passwords.txt", "root", "pipe.pdf", "socket.pdf", "zero.png"))  # see `odd_entries`  # fmt: skip
ANY = frozenset({"ok", "partial", "failed"})  # as tolerant as PDFium, Pillow or OpenCV happen to be
_SENTENCE = "Thong bao ket qua xep hang cua So Noi vu nam 2024"


@dataclass(frozen=True, slots=True)
class Case:
    """A file: its name in the folder (as bytes, since some are no text), its content, the statuses it may end with."""

    name: bytes
    data: bytes
    ends: frozenset[str]


def cases() -> Iterator[Case]:
    """Every case, in groups of the promises I1 to I9."""
    groups = (
        _hopeless,
        _broken_pdfs,
        _lying_pdfs,
        _bombs,
        nested_word_files,
        _images,
        _texts,
        _names,
    )
    for group in groups:
        yield from group()


def put(folder: Path, case: Case) -> Path:
    """Write a case into a folder."""
    path = os.path.join(os.fsencode(folder), case.name)  # noqa: PTH118 - bytes
    os.makedirs(os.path.dirname(path), exist_ok=True)  # noqa: PTH103, PTH120
    with open(path, "wb") as file:  # noqa: PTH123
        file.write(case.data)
    return Path(os.fsdecode(path))


def _hopeless() -> Iterator[Case]:
    noise = random.Random(1).randbytes(4000)
    yield Case(b"i1/empty.pdf", b"", FAILED)
    yield Case(b"i1/one-byte.png", b"\x00", FAILED)
    yield Case(b"i1/noise.tif", noise, FAILED)
    yield Case(b"i1/head-only.pdf", b"%PDF-1.7\n", FAILED)
    yield Case(b"i1/head-only.png", b"\x89PNG\r\n\x1a\n", FAILED)
    yield Case(b"i1/head-only.jpg", b"\xff\xd8\xff\xe0", FAILED)
    yield Case(b"i1/head-only.tif", b"II*\x00\x08\x00\x00\x00", FAILED)
    yield Case(b"i1/zip.pdf", b"PK\x03\x04" + noise, FAILED)
    yield Case(b"i1/program.png", b"\x7fELF\x02\x01\x01" + noise, FAILED)
    yield Case(b"i1/text.pdf", b"Kinh gui: So Noi vu\n", READ)
    yield Case(b"i1/really-a-pdf.jpg", sound_pdf(), READ)


def sound_pdf(text: str = _SENTENCE) -> bytes:
    """A PDF of one page with a line of text."""
    return pdf("3 0 R", {3: page(), 4: words(text), 5: FONT})


def _broken_pdfs() -> Iterator[Case]:
    whole = sound_pdf()
    for tenth in range(1, 10):
        yield Case(b"i2/cut-%d0.pdf" % tenth, whole[: len(whole) * tenth // 10], ANY)
    yield Case(b"i2/xref.pdf", whole.replace(b"xref\n0", b"xref\n9", 1), ANY)
    yield Case(b"i2/no-pages.pdf", pdf("", {}), FAILED)
    loop = pdf("3 0 R", {3: b"<</Type/Pages/Kids[2 0 R 3 0 R]/Count 2>>"})
    yield Case(b"i2/tree-loop.pdf", loop, FAILED)
    yield Case(
        b"i2/page-missing.pdf", pdf("3 0 R 9 0 R", {3: page(), 4: words(_SENTENCE), 5: FONT}), MIXED
    )
    deep = b"<</Type/Page/Parent 2 0 R/MediaBox " + b"[" * 50_000 + b"]" * 50_000 + b">>"
    yield Case(b"i2/deep.pdf", pdf("3 0 R", {3: deep}), ANY)
    previous = whole.replace(b"/Root 1 0 R", b"/Root 1 0 R/Prev %d" % whole.rindex(b"xref\n0"))
    yield Case(b"i2/xref-loop.pdf", previous, ANY)
    form = b"<</Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>/Length 5>>\nstream\n/X Do\nendstream"
    own = page().replace(b"/Resources<<", b"/Resources<</XObject<</X 6 0 R>>")
    calls = b"<</Length 5>>\nstream\n/X Do\nendstream"
    yield Case(b"i2/form-loop.pdf", pdf("3 0 R", {3: own, 4: calls, 5: FONT, 6: form}), ANY)
    yield Case(b"i3/locked.pdf", _made(encrypted_pdf), FAILED)


def _made(make: Callable[[Path], Path]) -> bytes:
    import tempfile  # noqa: PLC0415

    with tempfile.TemporaryDirectory() as folder:
        return make(Path(folder) / "x.pdf").read_bytes()


def _lying_pdfs() -> Iterator[Case]:
    boxes = {
        "vast": "0 0 14400 14400",
        "none": "0 0 0 0",
        "minus": "0 0 -300 -400",
        "huge": "0 0 1e30 1e30",
    }
    for name, box in boxes.items():
        own = page().replace(b"0 0 300 400", box.encode())
        yield Case(
            f"i4/box-{name}.pdf".encode(), pdf("3 0 R", {3: own, 4: words("x"), 5: FONT}), ANY
        )
    count = pdf("3 0 R", {3: page(), 4: words(_SENTENCE), 5: FONT}).replace(
        b"/Count 1", b"/Count 2147483647"
    )
    yield Case(b"i4/count.pdf", count, ANY)
    for filter_ in ("DCTDecode", "CCITTFaxDecode", "JBIG2Decode", "JPXDecode", "FlateDecode"):
        yield Case(f"i4/image-{filter_}.pdf".encode(), picture_pdf(filter_, 50_000), ANY)
    action = b"/OpenAction<</S/Launch/F(/bin/sh)>>/Names<</JavaScript<</Names[(a)<</S/JavaScript/JS(app.launchURL\\('file:///x'\\))>>]>>>>"
    hostile = pdf(
        "3 0 R",
        {
            1: b"<</Type/Catalog/Pages 2 0 R" + action + b">>",
            3: page(),
            4: words(_SENTENCE),
            5: FONT,
        },
    )
    yield Case(b"i4/actions.pdf", hostile, READ)


def picture_pdf(filter_: str, side: int) -> bytes:
    """A PDF whose page is one picture that claims so many pixels a side and holds hardly any."""
    packed = zlib.compress(bytes(1000))
    head = f"<</Type/XObject/Subtype/Image/Width {side}/Height {side}/ColorSpace/DeviceGray/BitsPerComponent 8/Filter/{filter_}/Length {len(packed)}>>"
    picture = head.encode() + b"\nstream\n" + packed + b"\nendstream"
    draw = b"<</Length 25>>\nstream\n300 0 0 400 0 0 cm /X Do \nendstream"
    own = page().replace(b"/Resources<<", b"/Resources<</XObject<</X 6 0 R>>")
    return pdf("3 0 R", {3: own, 4: draw, 5: FONT, 6: picture})


def _bombs() -> Iterator[Case]:
    inner = zlib.compressobj(9)
    packed = b"".join([*(inner.compress(bytes(1 << 24)) for _ in range(16)), inner.flush()])
    zeros = zlib.compress(packed, 9)  # 256 MB in about 1 kB
    stream = b"<</Filter[/FlateDecode/FlateDecode]/Length %d>>\nstream\n%s\nendstream" % (
        len(zeros),
        zeros,
    )
    yield Case(b"i4/bomb-stream.pdf", pdf("3 0 R", {3: page(), 4: stream, 5: FONT}), ANY)
    yield Case(b"i4/bomb.png", bomb_png(50_000), FAILED)
    yield Case(b"i4/bomb.tif", bomb_tiff(50_000), FAILED)
    yield Case(b"i4/bomb-60000.tif", bomb_tiff(60_000), FAILED)
    yield Case(b"i4/bomb-60000.pdf", picture_pdf("CCITTFaxDecode", 60_000), ANY)
    yield Case(
        b"i4/bomb.gif",
        b"GIF89a\xff\xff\xff\xff\x00\x00\x00,\x00\x00\x00\x00\xff\xff\xff\xff\x00\x02\x00;",
        FAILED,
    )
    bmp = struct.pack(
        "<2sIHHIIiiHHIIiiII", b"BM", 54, 0, 0, 54, 40, 60_000, 60_000, 1, 24, 0, 0, 0, 0, 0, 0
    )
    yield Case(b"i4/bomb.bmp", bmp, FAILED)
    text = chunk(b"zTXt", b"Comment\x00\x00" + zlib.compress(bytes(100 << 20), 9))
    yield Case(
        b"i4/bomb-comment.png",
        sound_png().replace(b"\x00\x00\x00\x00IEND", text + b"\x00\x00\x00\x00IEND"),
        ANY,
    )


def word_file(body: str) -> bytes:
    """A Word file with such a body."""
    data = io.BytesIO()
    name = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
    with zipfile.ZipFile(data, "w", zipfile.ZIP_DEFLATED) as file:
        file.writestr("[Content_Types].xml", "<Types/>")
        file.writestr("word/document.xml", f'<w:document xmlns:w="{name}"><w:body>{body}</w:body></w:document>')  # fmt: skip
    return data.getvalue()


def nested_word_files() -> Iterator[Case]:
    """Parts within parts, deeper than any library goes."""
    text, deep = "<w:r><w:t>x</w:t></w:r>", 20_000
    for name in ("ins", "smartTag"):
        body = f"<w:p>{f'<w:{name}>' * deep}{text}{f'</w:{name}>' * deep}</w:p>"
        yield Case(f"i4/nested-{name}.docx".encode(), word_file(body), FAILED)
    for start, end in (("<w:tbl><w:tr><w:tc>", "</w:tc></w:tr></w:tbl>"), ("<w:sdt>", "</w:sdt>")):
        body = f"{start * deep}<w:p>{text}</w:p>{end * deep}"
        yield Case(f"i4/nested-{start[3:6]}.docx".encode(), word_file(body), FAILED)


def page_bomb(pages_each: int, depth: int) -> bytes:
    """A PDF of a kilobyte whose page tree names the same branches again and again."""
    last = 2 + depth
    objects = {
        2 + level: b"<</Type/Pages/Count %d/Kids[%s]>>"
        % (pages_each ** (depth - level), b"%d 0 R " % (3 + level) * pages_each)
        for level in range(depth)
    }
    objects[last] = b"<</Type/Page/Parent %d 0 R/MediaBox[0 0 200 200]>>" % (last - 1)
    return pdf("3 0 R", objects)


def bombs() -> Iterator[Case]:
    """A file of each kind that asks for far more than it holds."""
    yield from _bombs()
    yield from nested_word_files()
    yield from drawn_bombs()
    yield Case(b"i4/pages.pdf", page_bomb(10, 5), FAILED)


def drawn_bombs() -> Iterator[Case]:
    """Pages of a few kilobytes that take hours to draw: forms that call ten forms each, a pattern of a billion tiles."""
    own = page().replace(b"/Resources<<", b"/Resources<</XObject<</X 6 0 R>>/Pattern<</P 6 0 R>>")
    form = b"/X Do " * 10
    calls = {
        6
        + level: b"<</Type/XObject/Subtype/Form/BBox[0 0 300 400]/Resources<</XObject<</X %d 0 R>>>>/Length %d>>\nstream\n%s\nendstream"
        % (7 + level, len(form), form)
        for level in range(9)
    }
    calls[15] = (
        b"<</Type/XObject/Subtype/Form/BBox[0 0 300 400]/Length 15>>\nstream\n0 0 9 9 re f   \nendstream"
    )
    start = b"<</Length 5>>\nstream\n/X Do\nendstream"
    yield Case(b"i4/forms.pdf", pdf("3 0 R", {3: own, 4: start, 5: FONT, **calls}), ANY)
    cell = b"0 0 1 1 re f " * 5000
    tile = b"<</PatternType 1/PaintType 1/TilingType 1/BBox[0 0 300 400]/XStep .001/YStep .001/Resources<<>>/Length %d>>\nstream\n%s\nendstream"
    fill = b"<</Length 39>>\nstream\n/Pattern cs /P scn 0 0 300 400 re f   \nendstream"
    yield Case(b"i4/tiles.pdf", pdf("3 0 R", {3: own, 4: fill, 5: FONT, 6: tile % (len(cell), cell)}), ANY)  # fmt: skip


def chunk(kind: bytes, data: bytes) -> bytes:
    """A chunk of a PNG file."""
    return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))


def bomb_png(side: int) -> bytes:
    """A white 1-bit picture of so many pixels a side in some hundred kB."""
    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress((b"\x00" + b"\xff" * (side // 8)) * side, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def bomb_tiff(side: int) -> bytes:
    """A TIFF G4 whose header claims so many pixels a side."""
    tags = [
        (256, 4, 1, side),
        (257, 4, 1, side),
        (258, 3, 1, 1),
        (259, 3, 1, 4),
        (262, 3, 1, 0),
        (273, 4, 1, 8),
        (277, 3, 1, 1),
        (278, 4, 1, side),
        (279, 4, 1, 4),
    ]
    rows = b"".join(struct.pack("<HHII", *tag) for tag in tags)
    return (
        b"II*\x00"
        + struct.pack("<I", 12)
        + bytes(4)
        + struct.pack("<H", len(tags))
        + rows
        + bytes(4)
    )


def _picture(mode: str = "L", size: tuple[int, int] = (620, 450)) -> Image.Image:
    image = Image.new("L", size, 255)
    pen = ImageDraw.Draw(image)
    for n in range(6):
        pen.text((50, 40 + n * 60), "THONG BAO KET QUA XEP HANG", fill=0, font_size=28)
    return image.convert(mode)


def _saved(image: Image.Image, kind: str, **options: object) -> bytes:
    data = io.BytesIO()
    image.save(data, kind, **options)
    return data.getvalue()


def sound_png() -> bytes:
    """A small page image."""
    return _saved(_picture(), "PNG", dpi=(150, 150))


def _images() -> Iterator[Case]:
    jpeg = _saved(_picture(), "JPEG", quality=70)
    tiff = bytearray(_saved(_picture(), "TIFF"))
    yield Case(b"i5/cut.jpg", jpeg[: len(jpeg) // 2], ANY)
    yield Case(b"i5/cut.png", sound_png()[:900], ANY)
    (directory,) = struct.unpack_from("<I", tiff, 4)
    (entries,) = struct.unpack_from("<H", tiff, directory)
    struct.pack_into(
        "<I", tiff, directory + 2 + 12 * entries, directory
    )  # the next page is this one
    yield Case(b"i5/page-loop.tif", bytes(tiff), ANY)
    struct.pack_into("<I", tiff, directory + 2 + 12 * entries, 0xFFFFFFF0)
    yield Case(b"i5/page-nowhere.tif", bytes(tiff), ANY)
    yield Case(b"i5/thin.png", _saved(Image.new("L", (30_000, 1), 255), "PNG"), ANY)
    yield Case(b"i5/dot.png", _saved(Image.new("1", (1, 1)), "PNG"), ANY)
    yield Case(b"i5/junk-profile.png", _saved(_picture(), "PNG", icc_profile=b"\x00" * 500), READ)
    yield Case(b"i9/white.png", _saved(Image.new("L", (600, 800), 255), "PNG"), READ)
    yield Case(b"i9/black.png", _saved(Image.new("L", (600, 800), 0), "PNG"), READ)


def _texts() -> Iterator[Case]:
    yield Case(b"i8/one-line.txt", b"Ke hoach so 12 " * 20_000, READ)
    yield Case(b"i8/nul.txt", (b"Thong bao\x00 ket qua xep hang\n" * 9 + b"So\x01 12\n") * 9, READ)
    yield Case(b"i8/not-utf8.txt", b"K\xe9 ho\xffch s\xf3 12\n" * 40, READ)
    yield Case(b"i8/surrogates.txt", b"Th\xed\xa0\x80ng b\xc3\xa1o\n" * 40, READ)
    yield Case(b"i8/utf16.txt", "Thông báo kết quả\r\n".encode("utf-16-le") * 40, READ)
    yield Case(
        b"i8/formulas.txt", '=HYPERLINK("http://x")\n+1\n-2\n@x\n\tx\n＝1+1\n'.encode(), READ
    )
    yield Case(b"i8/feeds.txt", b"\f" * 3000, READ)


def _names() -> Iterator[Case]:
    """I6: names that a shell, a terminal, a spreadsheet or a database could stumble over; the content is sound text."""
    names = [
        b"new\nline.txt", b"tab\t.txt", b"quote\"'.txt", b"-rf.txt", b"=1+1.txt", b"space .txt", b"$(touch hacked).txt", b"`id`;x.txt",
        b"%s%n.txt", b"..txt", b"c\\d.txt", b"bell\x07\x1b[31m.txt", b"b\xe1o c\xe1o.txt", "\U0001f4c4.txt".encode(), "đảo\u202etxt.txt".encode(),
        unicodedata.normalize("NFC", "Báo cáo.txt").encode(), unicodedata.normalize("NFD", "Báo cáo.txt").encode(), b"CASE.txt", b"case.txt",
        b"n" * 251 + b".txt", b"/".join([b"d" * 200] * 16) + b"/far.txt",
    ]  # fmt: skip
    for number, name in enumerate(names):
        yield Case(b"i6/" + name, f"Kính gửi: Sở Nội vụ số {number}\n".encode(), READ)


def odd_entries(folder: Path) -> None:
    """I7: what is no file, or must not be followed: loops, links out, a FIFO, a socket, a device where one may be made."""
    import socket  # noqa: PLC0415
    from contextlib import suppress  # noqa: PLC0415

    folder.mkdir(parents=True, exist_ok=True)
    (folder / "loop").symlink_to(folder)
    (folder / "a.pdf").symlink_to("b.pdf")
    (folder / "b.pdf").symlink_to("a.pdf")
    (folder / "passwords.txt").symlink_to("/etc/passwd")
    (folder / "root").symlink_to("/")
    os.mkfifo(folder / "pipe.pdf")
    with socket.socket(socket.AF_UNIX) as server, suppress(OSError):
        server.bind(os.path.relpath(folder / "socket.pdf"))
    with suppress(PermissionError):
        os.mknod(folder / "zero.png", 0o600 | 0x2000, os.makedev(1, 5))
