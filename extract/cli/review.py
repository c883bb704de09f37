"""`vanban review DIR`: answer the questions of review.csv in the browser, beside the pictures."""

from __future__ import annotations

from typing import Annotated

import typer

from extract.cli.flags import WrittenFolder

EXAMPLES = """\
Examples:
  vanban review out                 prints a link; open it in a browser on this machine, Ctrl-C ends it
  vanban extract scans --out out    puts the answers into the tables
"""


def review(
    out: WrittenFolder,
    name: Annotated[
        str | None, typer.Option(help="Who answers (default: your user name).", show_default=False)
    ] = None,
    port: Annotated[int, typer.Option(min=0, max=65535, help="Port; 0: any that is free.")] = 0,
) -> None:
    """Answer what the tables ask, in a page that only this machine's browser sees."""
    import getpass

    from extract.cli.messages import say
    from extract.errors import MissingProgram

    try:
        from extract.review import Served, serve
    except ModuleNotFoundError as error:
        do = "Install them: pip install 'vanban[review]'."
        raise MissingProgram("The review page", f"{error.name} is not installed", do) from error

    def _tell(served: Served) -> None:
        say(
            f"{served.open_questions} of {served.questions} questions are open. Open this link (it works once):"
        )
        typer.echo(served.link)
        say("Ctrl-C ends the page; every answer is kept as soon as the page says so.")

    serve(out, name or getpass.getuser(), port, _tell)
