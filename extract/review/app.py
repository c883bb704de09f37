"""The routes: the page, the next question, an answer, what takes it back, and a page's picture. All text is escaped by Jinja2."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import JSONResponse, PlainTextResponse, Response
from starlette.routing import Route

from extract.decisions import Judgement
from extract.errors import VanbanError
from extract.review.asked import SHOWN, Asked, Wanted
from extract.review.desk import Desk
from extract.review.pictures import Drawer
from extract.review.typed import NoValue, column_of, typed
from extract.review.view import choices_of_filters, picture_address, progress, question
from extract.words import LANGUAGES, Speaker, told

_HERE = Path(__file__).parent
_STATIC = {"review.css": "text/css", "review.js": "text/javascript"}


class Given(msgspec.Struct, frozen=True):
    """What the page sends: the question, what was decided, the text, whether for all equal errors; cells of a typed row; a changed line."""

    id: str = ""
    verdict: str = ""
    text: str = ""
    series: bool = False
    cells: dict[str, str] = msgspec.field(default_factory=dict)
    line: int = 0
    page: int | None = None


@dataclass(frozen=True, slots=True)
class Desktop:
    """The page over a desk."""

    desk: Desk
    drawer: Drawer
    templates: Environment
    language: str  # of a page that asks for none

    def page(self, request: Request) -> Response:
        """The whole page with the question that comes first."""
        self.desk.refresh()
        wanted, say = _wanted(request), self.speaker(request)
        facts = {
            "shown": self._shown(wanted, say),
            "wanted": wanted,
            "who": self.desk.who,
            "choices": choices_of_filters(self.desk.work, say),
            "other": next(language for language in LANGUAGES if language != say.language),
        }
        return Response(self._render("page.html", say, facts), media_type="text/html")

    def next(self, request: Request) -> Response:
        """The question that comes first."""
        self.desk.refresh()
        return self._told(request, "")

    def answer(self, request: Request, given: Given) -> Response:
        """Record an answer; what comes next is sent when it is on disk."""
        self.desk.refresh()
        say, asked = self.speaker(request), self.desk.work.by_id.get(given.id)
        if asked is None or given.id in self.desk.answered:
            return self._told(request, say("gone", "said"))
        if given.verdict == "later":
            self.desk.put_off(asked)
            return self._told(request, say("put_off", "said"))
        try:
            verdict, after, cells = _judged(asked, given)
        except NoValue as error:
            text, kind = error.args
            return _unfit(say, say("not_value", "said", text=text, kind=say(kind, "kind")))
        several = self.desk.series(asked) if given.series else [asked]
        self.desk.answer(several, verdict, after, cells)
        said = say("saved_row", "said") if cells else _saved(say, verdict, after, len(several))
        return self._told(request, said)

    def words(self, request: Request, given: Given) -> Response:
        """Record that a line reads otherwise; the same question is shown again."""
        self.desk.refresh()
        say, asked = self.speaker(request), self.desk.work.by_id.get(given.id)
        if asked is None:
            return self._told(request, say("gone", "said"))
        self.desk.correct_line(asked, (given.page, given.line), " ".join(given.text.split()))
        return self._told(request, say("saved_words", "said"), asked)

    def undo(self, request: Request, _: Given) -> Response:
        """Take back what was said last; its question is shown again."""
        say, id_ = self.speaker(request), self.desk.undo()
        said = say("nothing" if id_ is None else "undone", "said")
        return self._told(request, said, self.desk.work.by_id.get(id_ or ""))

    def picture(self, request: Request) -> Response:
        """A page of a document that questions are about: by numbers, never by a path."""
        paper = self.desk.work.papers.get(request.path_params["doc_id"])
        if paper is None:
            return _none()
        with self.desk.journal() as journal:
            entry = journal.entry(paper.sha256)
            if entry is None or entry.status not in SHOWN:
                return _none()
            data = self.drawer.page(journal, paper.sha256, request.path_params["page"])
        return Response(data, media_type="image/webp") if data else _none()

    def failed(self, request: Request, error: Exception) -> Response:
        """What cannot be done just now, as the command line would say it."""
        assert isinstance(error, VanbanError)
        say = self.speaker(request)
        return _unfit(say, f"{told(error.why, say.language)}. {told(error.do, say.language)}", 503)

    def speaker(self, request: Request) -> Speaker:
        """Who says things in the page's language."""
        asked = request.query_params.get("lang", "")
        return Speaker(asked if asked in LANGUAGES else self.language)

    def _told(self, request: Request, said: str, asked: Asked | None = None) -> Response:
        """The next question (or this one) with what is to be said first."""
        shown = self._shown(_wanted(request), self.speaker(request), asked)
        return JSONResponse({"html": shown["html"], "said": said, **shown["progress"]})

    def _shown(self, wanted: Wanted, say: Speaker, asked: Asked | None = None) -> dict[str, Any]:
        queue = [asked] if asked else self.desk.queue(wanted)
        facts: dict[str, Any] = {"filtered": wanted != Wanted(), "question": None, "ahead": ""}
        if queue:
            facts["question"] = question(self.desk, queue[0], say)
        if len(queue) > 1:
            facts["ahead"] = picture_address(self.desk, queue[1])
        told = progress(self.desk, wanted, say)
        return {"html": self._render("question.html", say, facts), "progress": told}

    def _render(self, name: str, say: Speaker, facts: dict[str, Any]) -> str:
        return self.templates.get_template(name).render(say=say, language=say.language, **facts)


def application(desk: Desk, drawer: Drawer, language: str = LANGUAGES[0]) -> Starlette:
    """The app, without the guard that stands before it."""
    templates = Environment(
        loader=FileSystemLoader(_HERE / "templates"), autoescape=True, undefined=StrictUndefined,
        trim_blocks=True, lstrip_blocks=True,
    )  # fmt: skip
    for name in ("page.html", "question.html"):
        templates.get_template(name)  # compiled before anybody waits for it
    top = Desktop(desk, drawer, templates, language)
    routes = [
        Route("/", top.page),
        Route("/question", top.next),
        Route("/picture/{doc_id}/{page:int}", top.picture),
        Route("/static/{name}", _static),
        Route("/answer", _given(top.answer), methods=["POST"]),
        Route("/words", _given(top.words), methods=["POST"]),
        Route("/undo", _given(top.undo), methods=["POST"]),
    ]
    return Starlette(routes=routes, exception_handlers={VanbanError: top.failed})


def _given(then: Callable[[Request, Given], Response]) -> Callable[[Request], Awaitable[Response]]:
    """An endpoint that is handed the body; it works in a thread, as all that look at the disk do."""

    async def _endpoint(request: Request) -> Response:
        try:
            given = msgspec.json.decode(await request.body(), type=Given)
        except msgspec.DecodeError:
            return PlainTextResponse("No answer.\n", 400)
        return await run_in_threadpool(then, request, given)

    return _endpoint


def _unfit(say: Speaker, why: str, status: int = 422) -> Response:
    return JSONResponse({"said": say("wrong", "said", why=why)}, status)


def _none() -> Response:
    return PlainTextResponse("", 404)


def _static(request: Request) -> Response:
    name = request.path_params["name"]
    if name not in _STATIC:
        return _none()
    return Response((_HERE / "static" / name).read_bytes(), media_type=_STATIC[name])


def _wanted(request: Request) -> Wanted:
    return Wanted(*(request.query_params.get(name, "") for name in Wanted.__slots__))


def _judged(asked: Asked, given: Given) -> tuple[Judgement, str, dict[str, str]]:
    """What was decided, the value that stands from now on, or the cells that were typed; raises `NoValue`."""
    if given.verdict in {Judgement.EMPTY, Judgement.ILLEGIBLE}:
        return Judgement(given.verdict), "", {}
    if given.cells:
        columns = {
            name: column_of(asked.table, asked.field or name.partition(": ")[0])
            for name in given.cells
        }
        cells = {name: text and typed(columns[name], text) for name, text in given.cells.items()}
        return Judgement.CORRECTED, "", cells
    if given.text == asked.value and asked.row != 0:
        return Judgement.RIGHT, asked.value, {}
    text = typed(column_of(asked.table, asked.field), given.text)
    if not text:
        raise NoValue(given.text, "value")
    return (Judgement.RIGHT if text == asked.value else Judgement.CORRECTED), text, {}


def _saved(say: Speaker, verdict: Judgement, after: str, number: int) -> str:
    """What is said when an answer is on disk."""
    if number > 1:
        return say("saved_series", "said", number=number)
    if verdict in {Judgement.EMPTY, Judgement.ILLEGIBLE}:
        return say(f"saved_{verdict}", "said")
    return say("saved", "said", value=after)
