"""`vanban doctor`: what is installed, what is missing, and how to get it."""

from __future__ import annotations

import sys
from typing import Annotated

import typer

EXAMPLES = """\
Examples:
  vanban doctor
  vanban doctor --install-command     the command to type for this system
"""


def doctor(
    quiet: Annotated[bool, typer.Option("--quiet", help="Speak only of what is missing.")] = False,
    install_command: Annotated[
        bool,
        typer.Option(
            "--install-command", help="Print only the command that installs what is missing."
        ),
    ] = False,
) -> None:
    """Say what is installed, what is missing and how to get it."""
    from extract.cli.checks import all_checks, install_commands, install_here
    from extract.errors import ExitCode

    checks = all_checks()
    missing = [check for check in checks if not check.ok]
    if install_command:
        command = install_here(missing)
        sys.stdout.write(f"{command}\n" if command else "")
        raise typer.Exit(ExitCode.MISSING_PROGRAM if command else ExitCode.OK)
    shown = missing if quiet else checks
    lines = [f"{check.state:<7}  {check.what}: {check.found}" for check in shown]
    lines += install_commands(missing) if missing else []
    sys.stdout.write("".join(f"{line}\n" for line in lines))
    needed = any(not check.optional for check in missing)
    raise typer.Exit(ExitCode.MISSING_PROGRAM if needed else ExitCode.OK)
