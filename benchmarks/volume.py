"""A volume of many notices against the same notices as single files: starts that are found, and rows that differ.

    python benchmarks/volume.py [--count 75] [--scans 6] [--seed 1] [--keep DIR]

The notices are invented (one to three pages, half of the issuers under the same first line, some with an annex or a copied form behind
them) and drawn as the samples are; the first `--scans` are pictures, the others have text. A part's rows must be
those of its single file in every table, but for what a file alone can have (`doc_id`, `part`, `source`, hash, pages within the file).
"""

from __future__ import annotations

import argparse
import csv
import random
import subprocess
import sys
import tempfile
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import BytesIO
from pathlib import Path

import pypdfium2

sys.path.insert(0, str(Path(__file__).parents[1] / "samples"))

from layer import text_pdf
from layout import render
from wear import scanned

_OWN = frozenset({"doc_id", "part", "source", "sha256", "page", "page_from", "page_to", "flags"})
_PLACES = (
    "Mẫu An",
    "Mẫu Bình",
    "Mẫu Châu",
    "Mẫu Đông",
    "Mẫu Hòa",
    "Mẫu Lâm",
    "Mẫu Sơn",
    "Mẫu Thủy",
)
_OFFICES = ("SỞ NỘI VỤ", "SỞ TÀI CHÍNH", "SỞ Y TẾ", "SỞ TƯ PHÁP", "SỞ XÂY DỰNG", "VĂN PHÒNG")
_MATTERS = (
    "lịch tiếp công dân định kỳ của lãnh đạo cơ quan",
    "kết luận cuộc họp giao ban công tác cải cách hành chính",
    "kế hoạch kiểm tra việc chấp hành kỷ luật, kỷ cương",
    "thời gian nộp báo cáo thống kê sáu tháng đầu năm",
)
_SENTENCES = (
    "Các cơ quan, đơn vị rà soát thủ tục hành chính thuộc phạm vi quản lý và niêm yết công khai tại bộ phận tiếp nhận và trả kết quả.",
    "Thủ trưởng các đơn vị chịu trách nhiệm phổ biến nội dung thông báo này đến toàn thể cán bộ, công chức, viên chức thuộc quyền.",
    "Trong quá trình thực hiện, nếu có khó khăn, vướng mắc thì phản ánh kịp thời về bộ phận thường trực để được hướng dẫn, giải quyết.",
    "Việc tiếp nhận hồ sơ, tài liệu được thực hiện trong giờ hành chính các ngày làm việc trong tuần, trừ ngày nghỉ, ngày lễ theo quy định.",
)


def notice(number: int, rng: random.Random) -> str:
    """The source of an invented notice, as `samples/layout.py` draws it."""
    place, code = rng.choice(_PLACES), 10 + number
    if rng.random() < 0.5:
        left, issuer, symbol = "ỦY BAN NHÂN DÂN", f"XÃ {place.upper()}", "TB-UBND"
        signs = ["TM. ỦY BAN NHÂN DÂN", "CHỦ TỊCH"]
    else:
        office = rng.choice(_OFFICES)
        left, issuer = "UBND TỈNH LAM GIANG", office
        symbol = "TB-" + "".join(word[0] for word in office.split()[:3])
        signs = ["GIÁM ĐỐC" if office.startswith("SỞ") else "CHÁNH VĂN PHÒNG"]
    day, month = rng.randint(1, 28), rng.randint(3, 12)
    lines = [
        f"@left {left}",
        f"@issuer {issuer}",
        f"@number Số: {code}/{symbol}",
        f"@place {place}, ngày {day:02d} tháng {month:02d} năm 2024",
        "@type THÔNG BÁO",
        f"@subject Về {rng.choice(_MATTERS)}",
        *(rng.choice(_SENTENCES) for _ in range(rng.choice((4, 6, 14, 24)))),
        *_behind(code, symbol, rng),
        "@recipients",
        "- Như trên;",
        f"- Lưu: VT, T{number}.",
        "@sign",
        *signs,
        "@name Trần Văn Mẫu",
    ]
    return "\n".join(lines)


def _behind(code: int, symbol: str, rng: random.Random) -> Sequence[str]:
    """What stands on a page of its own and opens no document: an annex with its own title, now and then."""
    if rng.random() < 0.75:
        return ()
    return (
        "@break",
        "@type PHỤ LỤC",
        f"@subject (Ban hành kèm theo Thông báo số {code}/{symbol})",
        *(rng.choice(_SENTENCES) for _ in range(5)),
    )


@dataclass(frozen=True, slots=True)
class Volume:
    """The single files and the volume of all of them, and the first page of each in it."""

    singles: tuple[Path, ...]
    whole: Path
    starts: tuple[int, ...]


def make_volume(folder: Path, count: int, scans: int, seed: int) -> Volume:
    """Draw the notices; the first are pictures."""
    rng = random.Random(seed)  # noqa: S311 - invented notices, no secret
    alone = folder / "single"
    alone.mkdir(parents=True)
    whole, starts = pypdfium2.PdfDocument.new(), []
    for number in range(count):
        document, path = render(notice(number, rng)), alone / f"{number:03}.pdf"
        if number < scans:
            pages = [scanned(page.image, number, 0.3) for page in document.pages]
            pages[0].save(path, save_all=True, append_images=pages[1:], resolution=200, quality=60)
        else:
            text_pdf(document, path)
        starts.append(len(whole) + 1)
        with pypdfium2.PdfDocument(path) as part:
            whole.import_pages(part)
    buffer = BytesIO()
    whole.save(buffer)
    to = folder / "whole" / "volume.pdf"
    to.parent.mkdir()
    to.write_bytes(buffer.getvalue())
    return Volume(tuple(sorted(alone.iterdir())), to, tuple(starts))


Row = Mapping[str, str]


def rows_of(inputs: Path, out: Path, table: str) -> list[Row]:
    """The rows of a table after a run over `inputs` into `out`, which is done once."""
    if not out.exists():
        command = [sys.executable, "-m", "extract", "extract", str(inputs), "--out", str(out)]
        subprocess.run(command, check=True, capture_output=True)
    with (out / f"{table}.csv").open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def differences(volume: Volume, folder: Path, table: str) -> Iterator[tuple[int, str, str, str]]:
    """Number of the notice, column and both cells, where a part's row is not that of its single file."""
    single = rows_of(volume.singles[0].parent, folder / "out-single", table)
    whole = rows_of(volume.whole.parent, folder / "out-whole", table)
    files = rows_of(volume.singles[0].parent, folder / "out-single", "documents")
    numbers = {row["doc_id"]: number for number, row in enumerate(files, start=1)}
    for number in range(1, len(volume.singles) + 1):
        mine = [row for row in single if numbers[row["doc_id"]] == number]
        theirs = [row for row in whole if row["part"] == str(number)]
        if len(mine) != len(theirs):
            yield number, "rows", str(len(mine)), str(len(theirs))
        for one, other in zip(mine, theirs, strict=False):
            cells = ((key, one[key], other[key]) for key in one if key not in _OWN)
            yield from ((number, *cell) for cell in cells if cell[1] != cell[2])


def report(volume: Volume, folder: Path) -> Iterator[str]:
    """Starts found, and what differs by table and column."""
    parts = rows_of(volume.whole.parent, folder / "out-whole", "documents")
    found = {row["page_from"] for row in parts}
    right = sum(str(start) in found for start in volume.starts)
    yield f"starts {right} of {len(volume.starts)}, parts {len(parts)}"
    for table in ("documents", "assignments", "references", "recipients", "evidence"):
        unlike = list(differences(volume, folder, table))
        yield f"{table}: {len(unlike)} cells differ {dict(Counter(d[1] for d in unlike)) or ''}"
        yield from (
            f"    notice {n}, {key}: {one!r}, in the volume {two!r}"
            for n, key, one, two in unlike[:5]
        )


def main() -> None:
    """Print the report."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--count", type=int, default=75)
    parser.add_argument("--scans", type=int, default=6)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--keep", type=Path, help="folder for files and tables, that they are kept")
    asked = parser.parse_args()
    with tempfile.TemporaryDirectory() as work:
        folder = asked.keep or Path(work)
        volume = make_volume(folder, asked.count, asked.scans, asked.seed)
        print(*report(volume, folder), sep="\n")


if __name__ == "__main__":
    main()
