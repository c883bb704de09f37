"""pytesseract without pandas, which it takes at its start, where it finds it, for a form of result never asked for here.

While pytesseract is imported pandas is said to be missing (`None` in `sys.modules`, as the language reference has it);
whoever needs pandas imports it as ever. It spares a start 0.4 s.
"""

from __future__ import annotations

import sys
from typing import Any


def _import_lean() -> Any:  # noqa: ANN401 - it has no types
    if "pandas" in sys.modules:
        import pytesseract  # noqa: PLC0415
    else:
        sys.modules["pandas"] = None  # type: ignore[assignment]
        try:
            import pytesseract  # noqa: PLC0415
        finally:
            del sys.modules["pandas"]
    return pytesseract


pytesseract = _import_lean()
