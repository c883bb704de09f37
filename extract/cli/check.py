"""`vanban check DIR`: are the files those that were written, and what the journal says? (promise D11)."""

from __future__ import annotations

import json as json_
import sys

import typer

from extract.cli.flags import JsonAnswer, WrittenFolder

EXAMPLES = """\
Examples:
  vanban check out             exit code 3 if a file is missing, changed or old
  vanban check out --json
"""
_WORDS = {
    "missing": "is missing",
    "changed": "was changed after it was written",
    "old": "is older than what the journal says",
    "stray": "belongs to no document",
    "damaged": "cannot be read",
    "harmed": "was damaged in the journal; the next run reads it anew as far as something is missing",
}


def check(
    out: WrittenFolder,
    json: JsonAnswer = False,
) -> None:
    """Compare the files of a folder with their hashes and with the journal."""
    from extract.batch.audit import audit
    from extract.cli.messages import counted, say
    from extract.errors import ExitCode

    found = audit(out)
    if json:
        findings = [{"path": f.path, "fault": f.fault} for f in found.findings]
        sys.stdout.write(json_.dumps({"files": found.files, "findings": findings}) + "\n")
    else:
        for finding in found.findings:
            say(f"  {finding.path} {_WORDS[finding.fault]}")
        wrong = counted(len(found.findings), "fault") if found.findings else "all as written"
        say(f"{counted(found.files, 'file')} checked: {wrong}.")
    if found.findings and not json:
        say("Run the same `extract` command again: it writes all files anew from the journal.")
    raise typer.Exit(ExitCode.SOME_FAILED if found.findings else ExitCode.OK)
