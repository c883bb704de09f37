"""Memory: the most that one page takes in a process of its own, and that a book takes in the run and in its workers.

    python benchmarks/memory.py                         an A3 page at 600 dpi in several packings; a scanned book of 40 pages
    python benchmarks/memory.py --pages 250 500 1000    books with a text layer, and what each page more costs
    python benchmarks/memory.py --scanned 100           a scanned book of so many pages, read by Tesseract
    python benchmarks/memory.py --text 500              texts of so many kB and twice as many, one line or one phrase repeated

All is drawn here, of invented text. Figures are peaks of resident memory in MB, Python, OpenCV and the mapped language model
included. A book is read by `vanban extract` as any file is, so its figures hold for the whole way to the tables.
"""

from __future__ import annotations

import argparse
import ctypes
import io
import itertools
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import pypdfium2
import pypdfium2.raw as pdfium
from PIL import Image, ImageDraw, ImageFont

sys.path += [
    str(Path(__file__).parents[1] / "tests"),
    str(Path(__file__).parents[1] / "tests/security"),
]
from test_linear import REPEATED, seconds

_A3 = (7016, 9921)  # at 600 dpi
_FONT = Path("/usr/share/fonts/truetype/croscore/Tinos-Regular.ttf")
_A4 = (595, 842)  # points
_ROWS = 24  # lines a page
_UNICODE = 1  # letters are told by their numbers in the font
#: Prose as reports have it, with a task now and then; the numbers make every line of a book its own.
_LINES = (
    "Trong kỳ, các cơ quan, đơn vị đã rà soát {} thủ tục hành chính thuộc phạm vi",
    "quản lý; trong đó có {} thủ tục được đề nghị đơn giản hóa theo quy định hiện hành.",
    "Công tác tuyên truyền được thực hiện bằng nhiều hình thức với {} lượt người nghe;",
    "các ý kiến của người dân, doanh nghiệp được tiếp nhận, trả lời trong {} ngày làm việc.",
)
_TASK = "{}. Giao Sở Tài chính chủ trì, phối hợp với Văn phòng báo cáo trước ngày 15/4/2024."
_FORMS = {
    "grey.png": ("L", {}),
    "colour.png": ("RGB", {}),
    "colour.jpg": ("RGB", {"quality": 85}),
    "fax.tif": ("1", {"compression": "group4"}),
    "colour.pdf": ("RGB", {"resolution": 600, "quality": 85}),
}


Put = Callable[[pypdfium2.PdfPage, Sequence[str]], None]


def text_of(page: int) -> list[str]:
    """The lines of a page (1-based): one task, the rest prose."""
    prose = [_LINES[row % len(_LINES)].format(page * 31 + row) for row in range(_ROWS - 1)]
    return [*prose, _TASK.format(page)]


def large_pages(folder: Path) -> Iterator[Path]:
    """An A3 page at 600 dpi in each packing."""
    image = Image.new("L", _A3, 245)
    pen, font = ImageDraw.Draw(image), ImageFont.truetype(_FONT, 110)
    for row, line in enumerate(text_of(1) + text_of(2)[:21]):
        pen.text((500, 500 + row * 190), line, fill=30, font=font)
    for name, (mode, options) in _FORMS.items():
        image.convert(mode).save(folder / name, dpi=(600, 600), **options)
        yield folder / name


def book(folder: Path, pages: int, put: Callable[[pypdfium2.PdfDocument], Put]) -> Path:
    """A PDF of so many pages, no two alike."""
    document = pypdfium2.PdfDocument.new()
    write = put(document)
    for number in range(1, pages + 1):
        page = document.new_page(*_A4)
        write(page, text_of(number))
        page.gen_content()
        page.close()
    path = folder / f"{pages}.pdf"
    document.save(str(path))
    document.close()
    return path


def scanned(document: pypdfium2.PdfDocument) -> Put:
    """Pages as pictures at 150 dpi."""
    font = ImageFont.truetype(_FONT, 27)

    def put(page: pypdfium2.PdfPage, lines: Sequence[str]) -> None:
        image = Image.new("L", (1240, 1754), 255)
        pen, buffer = ImageDraw.Draw(image), io.BytesIO()
        for row, line in enumerate(lines):
            pen.text((110, 110 + row * 62), line, fill=0, font=font)
        image.save(buffer, "JPEG", quality=60)
        placed = pypdfium2.PdfImage.new(document)
        placed.load_jpeg(buffer, inline=True)
        placed.set_matrix(pypdfium2.PdfMatrix().scale(*_A4))
        page.insert_obj(placed)

    return put


def typed(document: pypdfium2.PdfDocument) -> Put:
    """Pages as text with one font."""
    data = _FONT.read_bytes()
    buffer = (ctypes.c_uint8 * len(data)).from_buffer_copy(data)
    font = pdfium.FPDFText_LoadFont(
        document.raw, buffer, len(data), pdfium.FPDF_FONT_TRUETYPE, _UNICODE
    )

    def put(page: pypdfium2.PdfPage, lines: Sequence[str]) -> None:
        for row, line in enumerate(lines):
            text = pdfium.FPDFPageObj_CreateTextObj(document.raw, font, 13)
            letters = f"{line}\0".encode("utf-16-le")
            pdfium.FPDFText_SetText(text, ctypes.cast(letters, pdfium.FPDF_WIDESTRING))
            pdfium.FPDFPageObj_Transform(text, 1, 0, 0, 1, 50, 780 - row * 30)
            pdfium.FPDFPage_InsertObject(page.raw, text)

    return put


def read_page_alone(path: Path) -> None:
    """What a worker does with a page, in this process."""
    from extract.ingest import open_source  # noqa: PLC0415 - only the child loads it
    from extract.ocr import TesseractEngine, read_source  # noqa: PLC0415
    from extract.options import Options  # noqa: PLC0415

    read_source(open_source(path, Options()), TesseractEngine.start("vie"))
    own, engines = (
        resource.getrusage(who).ru_maxrss / 1000
        for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)
    )
    print(f"{path.name:<12} {own:>6.0f} MB, the engine's own process {engines:.0f} MB")


def read_book(path: Path, out: Path) -> tuple[float, float]:
    """Read a book with one worker; the peaks of the run and of its workers in MB, and how it ended."""
    began = resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "extract", "extract", str(path), "--out", str(out)]
    peaks = [0.0, 0.0]
    with subprocess.Popen([*command, "--jobs", "1"], stderr=subprocess.PIPE, text=True) as run:
        while run.poll() is None:
            for role, pids in enumerate(((run.pid,), children(run.pid))):
                peaks[role] = max(peaks[role], *map(peak, pids), 0.0)
            time.sleep(0.1)
        said = run.stderr.read().splitlines() if run.stderr else []
    ended = resource.getrusage(resource.RUSAGE_CHILDREN)
    used = ended.ru_utime + ended.ru_stime - began.ru_utime - began.ru_stime
    found = next((line for line in said if " found: " in line), said[-1] if said else "")
    print(f"{path.stem:>6} pages: run {peaks[0]:.0f} MB, worker {peaks[1]:.0f} MB, {used:.0f} processor seconds; {found}", flush=True)  # fmt: skip
    return peaks[0], peaks[1]


def children(pid: int) -> list[int]:
    """The processes that a process started."""
    with suppress(OSError):
        path = Path(f"/proc/{pid}/task/{pid}/children")
        return [int(child) for child in path.read_text(encoding="ascii").split()]
    return []


def peak(pid: int) -> float:
    """The most resident memory in MB that a process had so far; 0 where it has ended."""
    with suppress(OSError):
        for line in Path(f"/proc/{pid}/status").read_text(encoding="utf-8").splitlines():
            if line.startswith("VmHWM"):
                return int(line.split()[1]) / 1000
    return 0.0


def read_books(folder: Path, sizes: Sequence[int], put: Callable[[pypdfium2.PdfDocument], Put]) -> None:  # fmt: skip
    """Books of these sizes, and what a page more costs from each to the next."""
    found = [(size, read_book(book(folder, size, put), folder / f"out-{size}")) for size in sizes]
    for (few, small), (many, large) in itertools.pairwise(found):
        more = [1000 * (b - a) / (many - few) for a, b in zip(small, large, strict=True)]
        print(f"from {few} to {many} pages, kB a page: run {more[0]:.0f}, worker {more[1]:.0f}")


def read_texts(size: int) -> None:
    """Processor seconds and memory of each repeated text, and how both grow with twice as much."""
    for what in REPEATED:
        asked = [sys.executable, __file__, "--repeated", what, "--text"]
        said = [
            subprocess.run([*asked, str(times * size)], check=True, capture_output=True, text=True)
            for times in (1, 2)
        ]
        (once, _), (twice, most) = (map(float, done.stdout.split()) for done in said)
        figures = f"{once:.2f} and {twice:.2f} s, {twice / once:.1f} times"
        print(f"{what}: {figures}; {most * 1000 / (2 * size):.0f} MB more a MB")


def read_text(what: str, size: int) -> None:
    """Seconds, and MB beyond what a short text takes."""
    seconds(REPEATED[what], 1000)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    took = seconds(REPEATED[what], size * 1000, times=1)
    print(took, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024)


def main() -> None:
    """Run every case in processes of its own."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--pages", type=int, nargs="+", help="books with a text layer")
    parser.add_argument("--scanned", type=int, nargs="+", help="books of pictures")
    parser.add_argument("--read", type=Path, help=argparse.SUPPRESS)
    parser.add_argument("--text", type=int, help="kB of text in one line or one phrase repeated")
    parser.add_argument("--repeated", help=argparse.SUPPRESS)
    given = parser.parse_args()
    if given.repeated:
        read_text(given.repeated, given.text)
        return
    if given.text:
        read_texts(given.text)
        return
    if given.read:
        read_page_alone(given.read)
        return
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        if given.pages:
            read_books(folder, given.pages, typed)
            return
        if not given.scanned:
            for path in large_pages(folder):
                subprocess.run([sys.executable, __file__, "--read", str(path)], check=True)
        read_books(folder, given.scanned or [40], scanned)


if __name__ == "__main__":
    main()
