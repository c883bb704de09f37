"""`vanban inspect`: a document as a page for a browser, so that a person sees what was read, how surely, and what was changed.

The page is one file without script or network: pictures of the pages with their words coloured by confidence, blocks and
tables, the cleaned picture beside the original, the restored text below.
"""

from __future__ import annotations

from extract.inspect.page import page
from extract.inspect.view import DocumentView, look

__all__ = ["DocumentView", "look", "page"]
