"""`vanban review`: a page on this machine's own browser where a person answers the questions of review.csv beside the picture.

The server listens on 127.0.0.1 and to one browser only. It writes nothing but decisions (`extract.decisions`), and each is on disk before
the page says so.
"""

from __future__ import annotations

from extract.review.serving import Served, serve

__all__ = ["Served", "serve"]
