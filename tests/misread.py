"""A line as the wrong model reads one, so that what stands below it in a test is taken for such a reading. The text is invented."""

from __future__ import annotations

PAGE = (
    "Bdo cdo két qua thuc hién nhi€m vu cong tac nam 2024 cua tinh, dé nghi cdc don vi trién khai."
)
