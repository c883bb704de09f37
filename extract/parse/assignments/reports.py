"""Which documents report to a superior, so that what they ask for are proposals: reports, submissions, letters of that kind."""

from __future__ import annotations

import re

from extract.fold import fold
from extract.records import Header

_REPORTS = frozenset({"bao_cao", "to_trinh"})
_REPORTED = re.compile(
    r"(?:ve viec |v/v )?(?:bao cao|giai trinh|tham muu|de xuat|kien nghi|xin y kien|xin chu truong)\b"
)
_SUPERIOR = re.compile(
    r"(?:(?:chu tich |thuong truc |dong chi chu tich )?(?:ubnd|uy ban nhan dan|hdnd|hoi dong nhan dan)|tinh uy|thanh uy|thuong truc (?:tinh|thanh) uy|bo [a-z]+|chinh phu|thu tuong)\b"
)


def is_report(header: Header) -> bool:
    """Whether what the document asks for are proposals.

    A letter is a report where its subject says so and its first addressee stands above the issuer: the same subject in
    a letter to `các sở` asks them to report.
    """
    if header.doc_type in _REPORTS:
        return True
    if header.doc_type != "cong_van" or not _REPORTED.match(fold(header.subject or "")):
        return False
    first = next(iter(header.addressees or ()), "")
    to = fold(first).lstrip("- ")
    return bool(_SUPERIOR.match(to)) and not re.search(r"\bcac\b", to)
