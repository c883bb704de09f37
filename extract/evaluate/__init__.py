"""How good texts and tables are against truth: the definitions that our floors and our acceptance use.

from extract.evaluate import read_gold, read_tables, score_tables, score_text, show_tables, show_text
print(show_text(score_text(truth, restored, raw)))
print(show_tables(score_tables(read_gold(gold), read_tables(out))))

`extract.evaluate.sets` runs the pipeline over a set of documents first; it is imported by itself because it loads the engine.
"""

from __future__ import annotations

from extract.evaluate.files import read_gold, read_tables, read_text
from extract.evaluate.page import PageScore, score_page, show_pages
from extract.evaluate.tables import TablesScore, merged, micro, score_tables, show_tables
from extract.evaluate.text import TextScore, score_text, show_text

__all__ = [
    "PageScore",
    "TablesScore",
    "TextScore",
    "merged",
    "micro",
    "read_gold",
    "read_tables",
    "read_text",
    "score_page",
    "score_tables",
    "score_text",
    "show_pages",
    "show_tables",
    "show_text",
]
