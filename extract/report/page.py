"""The two files of `report/`: the page for people, which needs nothing else, no script and no network (everything in it is escaped, S7), and the same facts as JSON; whole or not at all."""

from __future__ import annotations

import base64
import html
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

import msgspec

from extract.report.facts import Facts, FailureReason, PageFacts, Run, histogram
from extract.tables.files import OutputFolder
from extract.words import LANGUAGES, both, failure, plain, spans

# `report/index.html`: one file that needs nothing else, no script and no network; everything in it is escaped (S7).
#
# Both languages stand in it; two radio buttons and CSS show one; which comes first is what the run was told (`--ui`, else the locale).


def own(key: str, **facts: object) -> str:
    """A text of the report in both languages as HTML."""
    return both(key, "report", **facts)


def reason(flag: str) -> tuple[str, str]:
    """What a flag of failure means and what to do about it, each in both languages; an unknown flag stays as it is."""
    words = failure(flag)
    return (spans(*words[0]), spans(*words[1])) if words else (plain(flag), "")


_STYLE = Path(__file__).parent / "style.css"
_NAMES = 20  # names shown a reason; all are in documents.csv
_OPEN = 5  # names that need no click
_WITHHELD = 200
_RUNS = 20
_HEAD = """<!DOCTYPE html>
<html lang="{language}"><head><meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'; img-src data:">
<meta name="viewport" content="width=device-width, initial-scale=1"><meta name="referrer" content="no-referrer">
<title>vanban</title><style>
{style}</style></head><body>
<input type="radio" name="language" id="vi"{vi}><label for="vi">Tiếng Việt</label>
<input type="radio" name="language" id="en"{en}><label for="en">English</label>
<main>
"""

Thumbnails = Mapping[tuple[str, int], bytes]


def page(
    facts: Facts, runs: Sequence[Run], thumbnails: Thumbnails, language: str = LANGUAGES[0]
) -> str:
    """The whole page; `thumbnails` are JPEG pictures by SHA-256 and page, `language` is shown first."""
    first = {one: " checked" * (one == language) for one in LANGUAGES}
    parts = (
        _HEAD.format(style=_STYLE.read_text(encoding="utf-8"), language=language, **first),
        f"<h1>{own('title')}</h1><p>{own('intro', names=facts.names, pages=facts.pages)}</p>",
        _tiles(facts, runs),
        _failures(facts),
        _section("skipped_files", _reasons(facts.skipped)) if facts.skipped else "",
        _section("sure", _sure(facts)),
        _section("worst", _worst(facts.worst, thumbnails)) if facts.worst else "",
        _section("secret", _withheld(facts.withheld)) if facts.withheld else "",
        _section("runs", _runs(runs)) if runs else "",
        "</main></body></html>\n",
    )
    return "".join(parts)


def _section(title: str, body: str) -> str:
    return f"<section><h2>{own(title)}</h2>{body}</section>\n"


def _tiles(facts: Facts, runs: Sequence[Run]) -> str:
    tiles = [(status, own(status), f"{number:,}") for status, number in facts.statuses.items()]
    tiles.append(("review", own("to_review"), f"{facts.to_review:,}"))
    rate = next((run.rate for run in reversed(runs) if run.rate), None)
    tiles += [("rate", own("rate"), f"{rate:.0f}")] if rate else []
    shown = (
        f'<div class="tile {kind}"><b>{number.replace(",", "&#8201;")}</b>{name}</div>'
        for kind, name, number in tiles
    )
    return f'<div class="tiles">{"".join(shown)}</div>\n'


def _failures(facts: Facts) -> str:
    none = own("no_others" if facts.skipped else "no_failures")
    body = _reasons(facts.failures) if facts.failures else f"<p>{none}</p>"
    if facts.failed_pages:
        body += f"<p>{own('failed_pages', pages=facts.failed_pages)}</p>"
    return _section("failures", body)


def _reasons(reasons: Sequence[FailureReason]) -> str:
    most = max((len(found.names) for found in reasons), default=1)
    return f'<table class="failures">{"".join(_failure(found, most) for found in reasons)}</table>'


def _failure(found: FailureReason, most: int) -> str:
    name, do = reason(found.flag)
    number = len(found.names)
    bar = f'<div class="bar" style="width:{100 * number / most:.0f}%"></div>'
    names = _names(found.names, _NAMES)
    return (
        f"<tr><th>{name}</th><td>{number}</td><td>{bar}<p>{do}</p>"
        f"<details{' open' if number <= _OPEN else ''}><summary>documents.csv: {html.escape(found.flag)}</summary>{names}</details></td></tr>"
    )


def _names(names: Sequence[str], most: int) -> str:
    items = "".join(f"<li>{_text(name)}</li>" for name in names[:most])
    rest = len(names) - most
    return f"<ul>{items}</ul>" + (f"<p>{own('more', number=rest)}</p>" if rest > 0 else "")


def _sure(facts: Facts) -> str:
    if not sum(facts.histogram):
        return f"<p>{own('no_pages')}</p>"
    return f"{histogram(facts.histogram)}<p>{own('sure_note', unmeasured=facts.unmeasured)}</p>"


def _worst(pages: Iterable[PageFacts], thumbnails: Thumbnails) -> str:
    figures = "".join(_figure(found, thumbnails.get((found.sha256, found.page))) for found in pages)
    return f'<p>{own("worst_note")}</p><div class="pages">{figures}</div>'


def _figure(found: PageFacts, picture: bytes | None) -> str:
    text = f"../text/{found.sha256[:16]}.txt"
    shown = _picture(picture) if picture else f'<div class="none">{own("no_picture")}</div>'
    return (
        f"<figure>{shown}<figcaption><b>{found.confidence:.0%}</b> "
        f'<a href="{text}">{_text(found.source)}</a>, {own("page", page=found.page)}</figcaption></figure>'
    )


def _picture(data: bytes) -> str:
    return f'<img alt="" src="data:image/jpeg;base64,{base64.b64encode(data).decode()}">'


def _withheld(withheld: Sequence[tuple[str, str]]) -> str:
    items = "".join(
        f"<li>{_text(name)} ({both(mark, 'secrecy')})</li>" for name, mark in withheld[:_WITHHELD]
    )
    rest = len(withheld) - _WITHHELD
    more = f"<p>{own('more', number=rest)}</p>" if rest > 0 else ""
    return f"<p>{own('secret_note')}</p><ul>{items}</ul>{more}"


def _runs(runs: Sequence[Run]) -> str:
    columns = ("began", "took", "documents", "pages", "per_minute", "failed", "jobs", "ended")
    head = "".join(f"<th>{own(column)}</th>" for column in columns)
    rows = "".join(map(_run, reversed(runs[-_RUNS:])))
    return f'<table class="runs"><tr>{head}</tr>{rows}</table>'


def _run(run: Run) -> str:
    rate = f"{run.rate:.0f}" if run.rate else ""
    cells = (
        _text(run.began.replace("T", " ")[:16]),
        _duration(run.seconds),
        run.documents,
        run.pages,
        rate,
        run.failed,
        run.jobs,
        own(run.ended),
    )
    return f"<tr>{''.join(f'<td>{cell}</td>' for cell in cells)}</tr>"


def _duration(seconds: float) -> str:
    """Hours, minutes and seconds as on a clock.

    >>> _duration(3725.4)
    '1:02:05'
    """
    minutes, rest = divmod(round(seconds), 60)
    return f"{minutes // 60}:{minutes % 60:02d}:{rest:02d}"


def _text(text: str) -> str:
    """A name as HTML; marks that turn the direction of writing are shown by their number, lest a name lie about its end."""
    turned = (f"\\u{ord(c):04x}" if c in _DIRECTIONS else c for c in text)
    return html.escape("".join(turned).encode("utf-8", "backslashreplace").decode())


_DIRECTIONS = frozenset("\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")


# The two files of `report/`: the page for people and the same facts as JSON, whole or not at all.

FOLDER = "report"
_PAGE, _RECORD = "index.html", "run.json"


@dataclass(frozen=True, slots=True)
class Report:
    """Everything a report is made of."""

    facts: Facts
    runs: Sequence[Run]
    thumbnails: Thumbnails
    language: str = LANGUAGES[0]


def write_report(out: OutputFolder, report: Report) -> None:
    """Write `report/index.html` and `report/run.json`."""
    folder = out.inner(FOLDER)
    try:
        folder.stage(_RECORD, _json(report))
        folder.stage(
            _PAGE, page(report.facts, report.runs, report.thumbnails, report.language).encode()
        )
        folder.publish([_RECORD, _PAGE])
    finally:
        folder.discard()
        folder.close()


def _json(report: Report) -> bytes:
    """The facts as JSON; sources that are no Unicode stay escaped."""
    told = {
        "documents": msgspec.to_builtins(report.facts),
        "runs": msgspec.to_builtins(list(report.runs)),
    }
    return (json.dumps(told, indent=1, ensure_ascii=True) + "\n").encode()
