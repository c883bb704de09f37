"""Keys of bodies and the register of a folder: one body, one key, whatever its spelling; provinces before and after the mergers."""

from __future__ import annotations

from datetime import date

import pytest

from extract.tables.bodies import key_of, keys_of, register
from extract.tables.definition import BODIES, TABLES

MERGED = date(2025, 7, 1)
COLUMNS = {table.name: [column.name for column in table.columns] for table in TABLES}


@pytest.mark.parametrize(
    ("spellings", "key"),
    [
        (
            ("Sở Khoa học và Công nghệ", "Sở KH&CN", "SỞ KHOA HỌC VÀ CÔNG NGHỆ"),
            "so_khoa_hoc_va_cong_nghe",
        ),
        (("UBND các xã", "Uỷ ban nhân dân các xã"), "uy_ban_nhan_dan_cac_xa"),
        (("17 sở, ngành", "17 sở ngành"), "b_17_so_nganh"),
    ],
)
def test_spellings_of_a_body_have_one_key(spellings: tuple[str, ...], key: str) -> None:
    assert {key_of(name, date(2024, 5, 1)) for name in spellings} == {key}


def test_a_province_has_the_key_of_the_day_and_keeps_its_last_when_it_is_gone() -> None:
    before, after = key_of("Quảng Trị", date(2025, 6, 30)), key_of("tỉnh Quảng Trị", MERGED)
    assert before != after
    assert after.endswith("_2025")
    assert key_of("Quảng Bình", MERGED) == key_of("Quảng Bình", date(2025, 6, 30))


def test_a_province_is_what_it_became_from_the_day_of_the_merger_on() -> None:
    assert key_of("Quảng Trị", MERGED) == key_of("Quảng Trị", date(2025, 7, 2))
    assert key_of("Quảng Trị", MERGED) != key_of("Quảng Trị", date(2025, 6, 30))


def test_keys_stand_in_the_order_of_the_names() -> None:
    assert keys_of("Sở Nội vụ|các phòng", None) == "so_noi_vu|cac_phong"
    assert keys_of(None, None) is None


def _row(table: str, **cells: str) -> tuple[str, ...]:
    return tuple(cells.get(name, "") for name in COLUMNS[table])


def test_the_register_counts_spellings_and_tells_what_a_province_is_now() -> None:
    rows: dict[str, list[tuple[str, ...]]] = {table.name: [] for table in TABLES}
    rows["documents"] = [
        _row("documents", doc_id="a", part="1", issued_date="2024-05-01", province_code="45")
    ]
    rows["assignments"] = [
        _row(
            "assignments",
            doc_id="a",
            part="1",
            unit=unit,
            unit_id=keys_of(unit, date(2024, 5, 1)) or "",
        )
        for unit in ("Sở KH&CN|Bộ Nội vụ", "Sở Khoa học và Công nghệ", "Sở KH&CN")
    ]
    names = [column.name for column in BODIES.columns]
    found = [dict(zip(names, row, strict=True)) for row in register(rows, COLUMNS)]
    assert [(body["body_id"], body["province_code"]) for body in found] == [
        ("bo_noi_vu", ""),
        ("so_khoa_hoc_va_cong_nghe", "45"),
    ]
    department = found[1]
    assert department["spellings"] == "Sở KH&CN|Sở Khoa học và Công nghệ"
    assert department["counts"] == "2|1"
    assert department["province_now"] == "44-2025"
    assert (department["documents"], department["as_unit"], department["as_issuer"]) == (
        "1",
        "3",
        "0",
    )
