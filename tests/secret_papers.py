"""Marks of secrecy in every form that offices print and scanners break, papers to put them in, and lines that only look like marks.

All names are invented. Used by tests/security/test_secret_marks.py and benchmarks/secrecy.py (promise S5).
"""

from __future__ import annotations

from collections.abc import Iterator

MARKS = {
    "mat": (
        "MẬT", "MẬT - Bản số 05", "MẬT (Bản số: 05/10)", "HỎA TỐC  MẬT", "KHẨN - MẬT", "MẬT/HỎA TỐC", "TÀI LIỆU MẬT", "M Ậ T",
        "M.Ậ.T", "MAT", "M4T", "MÂT", "MẶT", "MẤT", "MậT", "M@T", "[MẬT]", "|MẬT|", "* MẬT *", "NẬT", "MẬI", "Độ mật: Mật",
        "MẬT      Hòa Sơn, ngày 3 tháng 5 năm 2024", "MẬT Hòa Sơn, ngày 3 tháng 5 năm 2024", "Số: 12/BC-SNV    MẬT",
        "MẬT    CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM", "MẬT Kính gửi: Sở Tài chính", "SỞ NỘI VỤ     MẬT",
    ),
    "toi_mat": (
        "TỐI MẬT", "TỐI MẬT (Bản số: 03)", "TỐI MẬT (Bản số ...)", "TỐI MẬT (03)", "TỐI MẬT - 03", "TỐI MẬT - HỎA TỐC",
        "THƯỢNG KHẨN - TỐI MẬT", "TÀI LIỆU (TỐI) MẬT", "T Ố I   M Ậ T", "T Ố I M Ậ T", "TỐIMẬT", "T.Ố.I M.Ậ.T", "TỐI-MẬT",
        "TOI MAT", "TOI MAT (Ban so: 03)", "T0I M4T", "T01 M4T", "TỎI MẬT", "TÔI MẶT", "FOI MAT", "TỐI MẬI",
        "TỐI MẬT      Hòa Sơn, ngày 3 tháng 5 năm 2024", "TỐI MẬT - KHÔNG SAO CHỤP", "MỨC ĐỘ MẬT: TỐI MẬT",
    ),
    "tuyet_mat": (
        "TUYỆT MẬT", "TUYỆT MẬT Bản số 01", "HOẢ TỐC - TUYỆT MẬT (Bản số: 2)", "T U Y Ệ T   M Ậ T", "TUYET MAT", "TUY3T M4T",
        "TUYẾT MẠT", "TUYỆI MẬT", "TUY ỆT MẬT", "TÀI LIỆU (TUYỆT) MẬT",
    ),
}  # fmt: skip
#: Lines that hold the letters of a mark and are none, as they stand alone in papers.
NEAR_MISSES = (
    "BẢO MẬT", "BÍ MẬT", "CƠ MẬT", "MẶT TRẬN", "MẬT ONG", "MẬT MÃ", "MẬT KHẨU", "MẬT ĐỘ", "TÚI MẬT", "GAN MẬT", "MẬT GẤU",
    "VẮNG MẶT", "CÓ MẶT", "BỀ MẶT", "MẶT BẰNG", "TIỀN MẶT", "MẮT", "KHOA MẮT", "Mật độ dân số", "mật", "NHẬT", "LUẬT",
    "BÍ MẬT NHÀ NƯỚC", "LUẬT BẢO VỆ BÍ MẬT NHÀ NƯỚC", "ỦY BAN MẶT TRẬN TỔ QUỐC VIỆT NAM", "SỔ ĐĂNG KÝ VĂN BẢN MẬT",
    "DANH MỤC BÍ MẬT NHÀ NƯỚC ĐỘ TỐI MẬT", "BÍ\nMẬT", "MẶT\nTRẬN TỔ QUỐC", "BÀN GIAO MẶT\nBẰNG", "ĐỘ MẬT", "STT | ĐỘ MẬT | SỐ LƯỢNG",
    "1. Văn bản có dấu MẬT, TỐI MẬT được đăng ký riêng.", "2. Tuyên truyền Luật Bảo vệ bí mật nhà nước năm 2018.",
    "Văn bản đóng dấu chỉ mức độ mật gửi qua đường công văn mật.", "Căn cứ Nghị định số 26/2020/NĐ-CP về bí mật nhà nước;",
    "MAI", "MỜI", "MẪU", "TỐI ĐA", "HỎA TỐC", "KHẨN", "HỎA TỐC Hòa Sơn, ngày 3 tháng 5 năm 2024",
)  # fmt: skip

_HEAD = """\
UBND TỈNH HÒA SƠN                CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM
SỞ NỘI VỤ                        Độc lập - Tự do - Hạnh phúc
Số: 12/BC-SNV                    Hòa Sơn, ngày 12 tháng 3 năm 2024
{}
BÁO CÁO
Kết quả thực hiện nhiệm vụ

Kính gửi: Sở Tài chính

"""
_BODY = "Sở Nội vụ báo cáo kết quả thực hiện nhiệm vụ của quý.\n" * 12
_END = (
    "\nNơi nhận:                        GIÁM ĐỐC\n- Lưu: VT.                       Nguyễn Văn Tám\n"
)


def papers(line: str) -> Iterator[tuple[str, str]]:
    """The name of a place, and a paper of three pages that has the line there."""
    first, more = _HEAD.format("") + _BODY, f"\f{_BODY}"
    yield "header", _HEAD.format(line) + _BODY + more + _END
    yield "top", f"{line}\n{first}{more}{_END}"
    yield "middle", f"{_HEAD.format('')}{_BODY}{line}\n{_BODY}{_END}"
    yield "page 3, head", f"{first}{more}\f{line}\n{_BODY}{_END}"
    yield "page 2, foot", f"{first}\f{_BODY}{line}\n{more}{_END}"
