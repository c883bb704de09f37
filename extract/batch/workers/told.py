"""What a worker tells the run: data, never code (promise S12). A worker that a hostile file took over can lie, and nothing else.

So results travel as MessagePack, whose types are checked on the way in, and not as pickles. Tasks go the other way as pickles: the run is trusted.
"""

from __future__ import annotations

import msgspec

from extract.batch.tasks import Answer, Opened, Outcome, PageRead, Result

_KINDS: tuple[type[Result], ...] = (Opened, PageRead, Outcome, Answer)


class NoResult(ValueError):
    """Bytes that are no result."""


def as_bytes(result: Result) -> bytes:
    """A result: one byte for its kind, then its fields."""
    return bytes([_KINDS.index(type(result))]) + msgspec.msgpack.encode(result)


def result_of(data: bytes) -> Result:
    """The result that bytes tell; `NoResult` where they tell none."""
    try:
        return msgspec.msgpack.decode(memoryview(data)[1:], type=_KINDS[data[0]])
    except (msgspec.MsgspecError, IndexError, ValueError) as error:
        raise NoResult from error
