"""Nobody but the browser that opened the link is answered, and whatever a document says is shown and not run."""

from __future__ import annotations

import re
import secrets
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path

import pytest
from reviewing import SCRIPT, Visitor, questioned, reviewing
from scripted import draw

from extract.decisions import read_decisions


@pytest.fixture(scope="module")
def out(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return questioned(tmp_path_factory.mktemp("guarded"), hostile=SCRIPT)


@pytest.fixture(scope="module")
def served(out: Path) -> Iterator[Visitor]:
    with reviewing(out) as visitor:
        yield visitor


@pytest.fixture
def stranger(served: Visitor) -> Visitor:
    served.own.token = secrets.token_urlsafe()
    return Visitor(served.own, served.desk)


@pytest.fixture
def clerk(stranger: Visitor) -> Visitor:
    stranger.enter()
    return stranger


class Attributes(HTMLParser):
    """The attributes that a browser finds."""

    def __init__(self) -> None:
        super().__init__()
        self.names: set[str] = set()

    def handle_starttag(self, _tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.names |= {name for name, _ in attrs}


def first(visitor: Visitor) -> str:
    return visitor.desk.work.all[0].id


PATHS = ("/", "/question", "/static/review.js", "/picture/{doc_id}/1")


@pytest.mark.parametrize("path", PATHS)
def test_S13_without_the_cookie_nothing_is_told(stranger: Visitor, path: str) -> None:
    doc_id = stranger.desk.work.all[0].paper.doc_id
    status, body, _ = stranger.send(path.format(doc_id=doc_id))
    assert status == 403
    assert b"vanban review" in body  # what to do, and nothing else
    assert len(body) < 300


def test_the_link_opens_once(stranger: Visitor) -> None:
    link = f"/?token={stranger.own.token}"
    assert stranger.send("/?token=wrong")[0] == 403
    assert stranger.send(link)[0] == 303
    assert stranger.send(link)[0] == 403


def test_the_cookie_is_kept_from_scripts_and_other_sites(stranger: Visitor) -> None:
    cookie = stranger.send(f"/?token={stranger.own.token}")[2]["set-cookie"]
    assert "HttpOnly" in cookie
    assert "samesite=strict" in cookie.lower()


@pytest.mark.parametrize("host", ["evil.example", "127.0.0.1", "127.0.0.1:1", "localhost.evil.example:80", "", None])  # fmt: skip
def test_S13_a_foreign_host_is_refused(clerk: Visitor, host: str | None) -> None:
    assert clerk.send("/", headers={"Host": host})[0] in {400, 403}


def test_a_name_made_to_lead_here_does_not_spend_the_link(stranger: Visitor) -> None:
    link = f"/?token={stranger.own.token}"
    foreign = {"Host": f"evil.example:{stranger.own.port}"}
    assert stranger.send(link, headers=foreign)[0] == 403
    assert stranger.send(link)[0] == 303


@pytest.mark.parametrize("origin", ["http://evil.example", "null", "https://127.0.0.1:{port}", "http://127.0.0.1:1", None])  # fmt: skip
def test_S13_a_foreign_origin_changes_nothing(
    clerk: Visitor, out: Path, origin: str | None
) -> None:
    sent = origin and origin.format(port=clerk.own.port)
    given = {"id": first(clerk), "verdict": "empty"}
    assert clerk.send("/answer", given, {"Origin": sent})[0] == 403
    assert read_decisions(out).all == ()


@pytest.mark.parametrize("site", ["cross-site", "same-site"])
def test_a_page_of_another_site_or_port_reads_nothing(clerk: Visitor, site: str) -> None:
    assert clerk.send("/question", headers={"Sec-Fetch-Site": site})[0] == 403
    assert clerk.send("/question", headers={"Sec-Fetch-Site": "same-origin"})[0] == 200


@pytest.mark.parametrize("method", ["/answer", "/undo", "/words"])
def test_nothing_is_changed_by_a_link(clerk: Visitor, method: str) -> None:
    assert clerk.send(method)[0] == 405


@pytest.mark.parametrize("path", [
    "/static/../app.py", "/static/%2e%2e/app.py", "/static/..%2fapp.py", "/static/words.toml", "/picture/../../etc/passwd/1",
    "/picture/%2e%2e%2f%2e%2e%2fetc%2fpasswd/1", "/picture/0000000000000000/1", "/picture/{doc_id}/-1", "/picture/{doc_id}/0", "/picture/{doc_id}/999",
    "//etc/passwd", "/picture/{doc_id}/1/../../x", "/\x00",
])  # fmt: skip
def test_S13_no_path_leads_to_a_file(clerk: Visitor, path: str) -> None:
    doc_id = clerk.desk.work.all[0].paper.doc_id
    status, body, _ = clerk.send(path.format(doc_id=doc_id).replace("\x00", "%00"))
    assert status == 404
    assert b"root:" not in body
    assert b"import" not in body


def test_S13_a_withheld_paper_is_no_question_and_no_picture(clerk: Visitor, out: Path) -> None:
    rows = (out / "documents.csv").read_text(encoding="utf-8").splitlines()
    doc_id = next(row for row in rows if "mật.txt" in row).partition(",")[0]
    assert all(asked.paper.doc_id != doc_id for asked in clerk.desk.work.all)
    assert clerk.send(f"/picture/{doc_id}/1")[0] == 404
    assert "mật.txt" not in clerk.send("/")[1].decode()


def test_S7_markup_of_a_document_is_escaped_in_every_question(clerk: Visitor) -> None:
    quoted = 0
    for asked in clerk.desk.work.all:
        clerk.desk.later.clear()
        clerk.desk.later.update(dict.fromkeys(a.id for a in clerk.desk.work.all if a is not asked))
        html = clerk.send("/")[1].decode()
        assert "<script>document" not in html
        assert "<img src=x" not in html
        quoted += "&lt;script&gt;" in html
    assert quoted


def test_only_our_own_script_and_style_may_run(clerk: Visitor) -> None:
    _, body, headers = clerk.send("/")
    policy = headers["content-security-policy"]
    assert "default-src 'none'" in policy
    assert "unsafe" not in policy
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert re.findall(r' (?:src|href)="(/[^"]*)"', body.decode()) == ["/static/review.css", "/static/review.js"]  # fmt: skip
    attributes = Attributes()
    attributes.feed(body.decode())
    assert not [name for name in attributes.names if name.startswith("on") or name == "style"]


@pytest.mark.parametrize("given", [b"", b"[]", b'{"id": 5}', b"\xff", b"{" * 100_000])
def test_what_is_no_answer_is_refused(clerk: Visitor, given: bytes) -> None:
    assert clerk.send("/answer", given.decode("latin-1"))[0] == 400


def test_a_body_too_long_for_an_answer_is_refused(clerk: Visitor) -> None:
    assert clerk.send("/answer", " " * (1 << 20))[0] == 413


def test_a_page_is_drawn_only_from_the_file_that_was_read(tmp_path: Path) -> None:
    out = questioned(tmp_path)
    with reviewing(out) as visitor:
        visitor.enter()
        paper = next(a.paper for a in visitor.desk.work.all if a.paper.source == "b.png")
        draw(tmp_path / "in" / "b.png", 9)
        assert visitor.send(f"/picture/{paper.doc_id}/1")[0] == 404  # another paper lies there now
        assert visitor.send("/")[0] == 200
    draw(tmp_path / "in" / "b.png", 5)
    with reviewing(out) as visitor:
        visitor.enter()
        status, body, headers = visitor.send(f"/picture/{paper.doc_id}/1")
        assert (status, headers["content-type"], body[8:12]) == (200, "image/webp", b"WEBP")
