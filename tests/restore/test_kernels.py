"""The loops that the package brings compiled: made from the sources as they stand, and the same bits as numba's."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import numpy as np
import pytest

from extract.dictionaries import load
from extract.restore import Restorer, artifact, load_restorer
from extract.restore.artifact import Loop

TEXT = (
    "UY BAN NHAN DAN tỉnh báo cáo kết quà thực hi€n nhi@m vu, gi4i quy€t kién nghi cua c0ng dan",
    "s6 liéu tdng hop dén ngay bao cdo cia cdc don vi truc thu6c; dé nghi khan truong trién khai",
)


def test_the_library_is_made_from_the_sources_as_they_stand() -> None:
    assert artifact.sources().encode("ascii") in artifact.LIBRARY.read_bytes()


def test_it_needs_nothing_from_outside_but_to_fill_memory() -> None:
    """A shared library lists what it needs in its table of dynamic names, one text after another."""
    names = artifact.LIBRARY.read_bytes().split(b"\0")
    known = {b"search", b"decode", b"weigh", b"posterior", b"sources", b"memset"}
    assert known <= set(names)
    assert not [name for name in names if name.startswith((b"NRT_", b"Py", b"numba", b"lib"))]


def answers(restorer: Restorer, loops: Mapping[str, Loop], monkeypatch: pytest.MonkeyPatch) -> list:
    monkeypatch.setattr("extract.restore.channel.loops", lambda: loops)
    monkeypatch.setattr("extract.restore.sequence.loops", lambda: loops)
    engine = restorer.mender.engine
    given = []
    for channel in (engine.proposer.wrong_model.channel, engine.proposer.light.channel):
        channel._known.clear()
        for token in " ".join(TEXT).split():
            found = channel.candidates(token)
            given += [found.words.tobytes(), found.modes.tobytes(), found.costs.tobytes()]
    given += [restorer.restore_text("\n".join(TEXT)), restorer.restore_text("bao cao ket qua")]
    return given


def test_they_give_the_same_bits_as_numbas(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = artifact.kernels()
    if ours is None:
        pytest.skip("the library of the loops is for another system")
    restorer = load_restorer(load())
    brought = answers(restorer, ours, monkeypatch)
    assert brought == answers(restorer, artifact.by_numba(), monkeypatch)
    assert brought[-1][0] != "bao cao ket qua"


def test_an_array_of_another_type_is_refused() -> None:
    ours = artifact.kernels()
    if ours is None:
        pytest.skip("the library of the loops is for another system")
    arguments = [np.zeros((1, 4), np.int64), *[np.zeros(1)] * 24]
    with pytest.raises(AssertionError):
        ours["search"](*arguments)


def test_a_library_of_other_sources_is_not_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    other = tmp_path / "kernels.so"
    other.write_bytes(artifact.LIBRARY.read_bytes().replace(artifact.sources().encode(), b"0" * 64))
    monkeypatch.setattr(artifact, "LIBRARY", other)
    assert artifact.kernels() is None


@pytest.mark.parametrize("content", [None, b"", b"no library"])
def test_without_a_library_numba_compiles(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, content: bytes | None
) -> None:
    other = tmp_path / "kernels.so"
    if content is not None:
        other.write_bytes(content)
    monkeypatch.setattr(artifact, "LIBRARY", other)
    assert artifact.kernels() is None
    artifact.loops.cache_clear()
    assert set(artifact.loops()) == {"search", "decode", "weigh", "posterior"}
    artifact.loops.cache_clear()
