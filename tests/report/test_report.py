"""The report: what it counts, that it shows no more than it may, and that it needs nothing but itself (S5, S7)."""

from __future__ import annotations

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import pytest
import support

from extract.errors import VanbanError
from extract.model import Line, Page, Reading, Restored, TextSource, Word
from extract.records import Document, Status
from extract.report import FactCollector, Facts, Report, Run, facts_of, write_report
from extract.report.page import page
from extract.tables.files import OutputFolder
from extract.words import known_failures

RUN = Run("2026-01-01T08:00:00+07:00", 30.0, 4, 10, 1, jobs=2, ended="whole", version="0.1.0")


def read(source: str, *confidences: float, **changed: object) -> Document:
    """A document whose pages have six words of these confidences each."""
    pages = tuple(
        Page(
            n,
            (Line("a b c d e f", tuple(Word("a", 0, confidence=c) for _ in range(6))),),
            TextSource.OCR,
        )
        for n, c in enumerate(confidences, 1)
    )
    restored = Restored(Reading(pages), (), ())
    return support.document(source, **{"restored": restored, "pages": len(pages), **changed})


def failed(source: str, flag: str) -> Document:
    return Document((source,), "f" * 64, Status.FAILED, flags=(flag,))


def gather(*documents: Document) -> Facts:
    tally = FactCollector()
    for document in documents:
        tally.add(facts_of(document))
    return tally.facts()


def test_pages_are_counted_by_the_mean_confidence_of_their_words() -> None:
    facts = gather(read("a.png", 0.97, 1.0, 0.42), support.document(restored=None, pages=1))
    assert facts.histogram[19] == 2
    assert facts.histogram[8] == 1
    assert sum(facts.histogram) == 3
    assert [(p.source, p.page) for p in facts.worst] == [("a.png", 3)]
    assert facts.worst[0].confidence == pytest.approx(0.42)


def test_failures_are_grouped_by_reason_the_commonest_first() -> None:
    facts = gather(
        failed("b", "empty"), failed("c", "encrypted"), failed("a", "empty"), read("d", 0.9)
    )
    assert [(r.flag, r.names) for r in facts.failures] == [
        ("empty", ("a", "b")),
        ("encrypted", ("c",)),
    ]
    assert facts.statuses == {"ok": 1, "partial": 0, "failed": 3, "withheld": 0, "skipped": 0}


def test_facts_do_not_depend_on_the_order_of_the_documents() -> None:
    documents = [read(f"{n}.png", 0.5 + n / 100, 0.7) for n in range(30)] + [failed("x", "empty")]
    assert gather(*documents) == gather(*reversed(documents))
    assert len(gather(*documents).worst) == 24


def test_S5_of_a_secret_document_no_page_is_shown() -> None:
    shown = read("shown.png", 0.1, secrecy="mat")
    withheld = Document(("kept.png",), "e" * 64, Status.WITHHELD, 3, secrecy="toi_mat")
    facts = gather(shown, withheld)
    assert facts.worst == ()
    assert facts.withheld == (("kept.png", "toi_mat"),)


class Tags(HTMLParser):
    """Every tag with its attributes, and whether tags are closed in order."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.found: list[tuple[str, dict[str, str | None]]] = []
        self.open: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))
        if tag not in {"meta", "input", "img"}:
            self.open.append(tag)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, dict(attrs)))

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


HOSTILE = 'a"><script>alert(1)</script>\u202egpj.png'


def whole_page() -> str:
    withheld = Document((HOSTILE,), "e" * 64, Status.WITHHELD, 3, secrecy="mat")
    facts = gather(
        read(HOSTILE, 0.3), failed(HOSTILE, "encrypted"), failed("b", "<script>"), withheld
    )
    pictures = {(facts.worst[0].sha256, 1): b"\xff\xd8\xff picture"}
    return page(facts, [RUN], pictures)


def test_S7_names_are_escaped_and_nothing_is_loaded_from_elsewhere() -> None:
    text = whole_page()
    tags = Tags(text)
    assert not tags.open
    assert "script" not in {tag for tag, _ in tags.found}
    assert "\u202e" not in text
    assert "default-src 'none'" in text
    links = [
        v for _, a in tags.found for k, v in a.items() if k in {"src", "href", "action", "data"}
    ]
    assert links
    assert not [
        v for v in links if not re.match(r"\.\./text/[0-9a-f]{16}\.txt\Z|data:image/jpeg;", v or "")
    ]
    assert "http" not in text.replace("http-equiv", "")
    assert not [a for _, a in tags.found if any(name.startswith("on") for name in a)]


def test_every_text_stands_in_both_languages() -> None:
    tags = [a["lang"] for t, a in Tags(whole_page()).found if t == "span"]
    assert tags.count("en") == tags.count("vi") > 20


@pytest.mark.parametrize("language", ["vi", "en"])
def test_the_language_of_the_run_is_shown_first(language: str) -> None:
    shown = Tags(page(gather(read("a", 0.5)), [RUN], {}, language)).found
    assert [a["id"] for tag, a in shown if tag == "input" and "checked" in a] == [language]


def test_every_way_to_fail_has_words_in_both_languages() -> None:
    own = {"crashed", "quarantined", "out_of_memory", "empty"}
    assert own | {kind.flag for kind in VanbanError.__subclasses__()} <= known_failures()


def test_the_rate_is_that_of_the_last_run_that_read_pages() -> None:
    assert RUN.rate == 20
    idle = Run("2026-01-02T08:00:00+07:00", 0.5, 0, 0, 0, jobs=2, ended="whole", version="0.1.0")
    assert idle.rate is None
    assert "<b>20</b>" in page(gather(read("a", 0.9)), [RUN, idle], {})


def test_both_files_are_written_and_tell_the_same(tmp_path: Path) -> None:
    folder = OutputFolder.open(tmp_path)
    facts = gather(read("a.png", 0.5), failed("b\udce1.pdf", "empty"))
    write_report(folder, Report(facts, [RUN], {}))
    folder.close()
    told = json.loads((tmp_path / "report" / "run.json").read_text(encoding="ascii"))
    assert told["documents"]["statuses"] == {
        "ok": 1, "partial": 0, "failed": 1, "withheld": 0, "skipped": 0
    }  # fmt: skip
    assert told["runs"][0]["pages"] == 10
    assert "a.png" in (tmp_path / "report" / "index.html").read_text(encoding="utf-8")
    assert sorted(p.name for p in (tmp_path / "report").iterdir()) == ["index.html", "run.json"]
