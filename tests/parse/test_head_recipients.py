"""Lists of recipients: one row an item, its purpose and copies, whatever the scan did to it."""

from __future__ import annotations

from typing import Any

import pytest
from head_support import cases, labels, restored_of

from extract.dictionaries import load
from extract.parse import parse

LISTS = cases("recipients")


@pytest.mark.parametrize("case", LISTS, ids=labels(LISTS))
def test_list_gives_its_rows(case: dict[str, Any]) -> None:
    text = "\n".join(["Trên đây là báo cáo của đơn vị./.", "", "Nơi nhận:", *case["list"]])
    (found,) = parse(restored_of(text), load())
    rows = [[row.name, row.purpose, row.purpose_raw, row.copies] for row in found.recipients]
    assert rows == case["rows"]
    assert [row.order for row in found.recipients] == list(range(1, len(rows) + 1))


def test_the_signature_column_beside_the_list_is_cut_off() -> None:
    text = "Trên đây là báo cáo./.\nNơi nhận: TM. ỦY BAN NHÂN DÂN\n- Như trên; KT. CHỦ TỊCH\n- Công an huyện; PHÓ CHỦ TỊCH\n- Lưu: VT, NC.Hoa Đinh Thị Mẫu"
    (found,) = parse(restored_of(text), load())
    assert [row.name for row in found.recipients] == ["Như trên", "Công an huyện", "VT, NC.Hoa"]
    assert found.header.signer_name == "Đinh Thị Mẫu"
    assert found.header.signer_authority == "kt"


@pytest.mark.parametrize("speck", ["“ ", "~", "_ "])
def test_a_speck_before_the_signers_name_is_none_of_it(speck: str) -> None:
    text = f"Trên đây là báo cáo./.\nNơi nhận: GIÁM ĐỐC\n- Như trên;\n- Lưu: VT.\n{speck}Vũ Thị Mẫu"
    (found,) = parse(restored_of(text), load())
    assert found.header.signer_name == "Vũ Thị Mẫu"


def test_recipients_go_on_over_the_page() -> None:
    first = "Trên đây là báo cáo./.\nNơi nhận: GIÁM ĐỐC\n- Như trên;\n"
    text = f"{first}\f2\n\n- Thanh tra Sở;\n- Lưu: VT.\nVũ Thị Mẫu"
    (found,) = parse(restored_of(text), load())
    assert [row.name for row in found.recipients] == ["Như trên", "Thanh tra Sở", "VT"]


def test_an_appendix_behind_the_list_belongs_to_the_body() -> None:
    text = "Kế hoạch như sau./.\nNơi nhận: GIÁM ĐỐC\n- Lưu: VT.\nVũ Thị Mẫu\n\fPhụ lục\nCăn cứ Quyết định số 3/QĐ-SYT ngày 04/5/2022 của Sở Y tế;"
    (found,) = parse(restored_of(text), load())
    assert [row.code for row in found.references] == ["3/QĐ-SYT"]
    assert [row.name for row in found.recipients] == ["VT"]
