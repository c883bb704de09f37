"""An invented paper, read to tables and answered, for the tests of decisions."""

from __future__ import annotations

import csv
from datetime import UTC, datetime, timedelta
from pathlib import Path

from scripted import Scripted, run_scripted

from extract.batch import database
from extract.batch.collect import Additions, document_of
from extract.decisions import Decision, Judgement, address, append
from extract.decisions.record import word_address
from extract.records import Checked, Document
from extract.tables.files import STATE

NOON = datetime(2026, 12, 1, 12, tzinfo=UTC)
PAPER = """\
UBND TỈNH HÒA SƠN                CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ NỘI VỤ                        Độc lập - Tự do - Hạnh phúc
Số: 12/TB-SNV                    Hòa Sơn, ngày 12 tháng 3 năm 2024

THÔNG BÁO
Kết quả Chỉ số cải cách hành chính năm 2023

Sở Nội vụ thông báo kết quả Chỉ số cải cách hành chính năm 2023 của Sở Nội vu như sau:
1. Sở Nội vụ đạt 85,50 điểm, xếp thứ 3/20.
- Công tác chỉ đạo điều hành: 8,5/10 điểm.
- Cải cách thể chế: 9,0/10 điểm.

Giao Sở Tài chính rà soát dự toán trước ngày 15/4/2024.

Nơi nhận:                        GIÁM ĐỐC
- UBND tỉnh (báo cáo);
- Lưu: VT.                       Nguyễn Văn Tám
"""


def run(folder: Path, out: Path, **options: object) -> None:
    run_scripted([folder], out, Scripted(out.with_name("log")), **options)


def read(out: Path, source: str = "a.txt") -> Document:
    """A document as the machine read it."""
    with database.read_only(out / STATE) as journal:
        names = journal.sources()
        (entry,) = (e for e in journal.entries() if source in names[e.sha256])
        return document_of(journal, entry, names[entry.sha256], Additions())


def rows(out: Path, table: str) -> list[dict[str, str]]:
    with (out / f"{table}.csv").open(encoding="utf-8-sig", newline="") as file:
        return list(csv.DictReader(file))


def say(out: Path, table: str, field: str, after: str | None, **told: object) -> Decision:
    """Answer a cell of `a.txt`; `after` None: what stands there is right."""
    document = read(out)
    row, seconds = int(str(told.pop("row", 1))), int(str(told.pop("seconds", 0)))
    at = address(document.parts[0], table, row, field)
    said = Decision(
        when=NOON + timedelta(seconds=seconds),
        who=str(told.pop("who", "Lan")),
        sha256=str(document.sha256),
        part=1,
        table=table,
        field=field,
        verdict=Judgement.RIGHT if after is None else Judgement.CORRECTED,
        before=at.before,
        after=at.before if after is None else after,
        key=at.key,
        raw=at.raw,
        row=at.row,
        page=at.page,
    )
    said = Decision(**{name: getattr(said, name) for name in said.__struct_fields__} | told)  # type: ignore[arg-type]
    append(out, said)
    return said


def say_word(out: Path, word: str, after: str) -> Decision:
    """Correct the last place where a word stands in the raw text of `a.txt`."""
    document = read(out)
    assert document.restored is not None
    lines = document.restored.reading.pages[0].lines
    (number,) = (n for n, line in enumerate(lines, 1) if word in line.raw)
    start = lines[number - 1].raw.rindex(word)
    at = word_address(document.restored, (None, number), start, start + len(word))
    said = Decision(
        when=NOON, who="Lan", sha256=str(document.sha256), part=1, table="corrections", field="after",
        verdict=Judgement.CORRECTED, before=at.before, after=after, key=at.key, raw=at.raw, row=at.row, page=at.page,
    )  # fmt: skip
    append(out, said)
    return said


def first(document: Document) -> Checked:
    return document.parts[0]
