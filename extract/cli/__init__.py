"""The command line: Typer commands by what they work on; nothing else knows of terminals.

`main` is the border where errors become messages of three parts and exit codes (docs/exit-codes.md). Commands load what
they need when they run, so that `vanban --help` and `vanban restore` start without OpenCV and pandas.
"""

from __future__ import annotations

import gc
import os
import sys

from extract.cli.messages import make_patient, say_bug, say_error
from extract.errors import ExitCode, TooLargeInput, VanbanError

_OBJECTS = 200_000  # between two searches for garbage in cycles; ours makes hardly any


def main() -> None:
    """Run the command that the arguments name, and exit with its code.

    Spares each start a quarter of a second: numpy's algebra gets no second thread, which waits busily (0.1 s), and Python
    seeks garbage after 200,000 new objects instead of 700 (0.15 s).
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    gc.set_threshold(_OBJECTS)
    make_patient()
    from extract.cli.app import app
    from extract.cli.spoken import Misused, say_misused

    try:
        sys.exit(app(prog_name="vanban", standalone_mode=False))
    except VanbanError as error:
        say_error(error)
        sys.exit(error.code)
    except Misused as error:
        sys.exit(say_misused(error))
    except MemoryError:
        say_error(TooLargeInput("Memory", "this needs more than there may be", "Split the file."))
        sys.exit(ExitCode.TOO_LARGE)
    except BrokenPipeError:  # the reader of our output has seen enough (`vanban restore x | head`)
        sys.stderr.close()
        sys.exit(ExitCode.OK)
    except Exception as error:  # noqa: BLE001 - the other border, see HOUSE_STYLE: no traceback for a clerk
        say_bug(error)
        sys.exit(ExitCode.BUG)
