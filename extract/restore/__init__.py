"""From lines to corrected lines: a noisy channel over a trigram model, guarded by rules; every change a correction."""

from __future__ import annotations

from extract.restore.lines import replay
from extract.restore.restorer import Restorer, load_restorer

__all__ = ["Restorer", "load_restorer", "replay"]
