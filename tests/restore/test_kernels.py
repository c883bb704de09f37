"""The loops that the package brings compiled: made from the sources as they stand, and the same bits as numba's."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
import pytest

from extract.dictionaries import load
from extract.restore import Restorer, kernels, load_restorer, native
from extract.restore.kernels import Loop

TEXT = (
    "UY BAN NHAN DAN tỉnh báo cáo kết quà thực hi€n nhi@m vu, gi4i quy€t kién nghi cua c0ng dan",
    "s6 liéu tdng hop dén ngay bao cdo cia cdc don vi truc thu6c; dé nghi khan truong trién khai",
)


def test_the_text_of_the_loops_is_made_from_the_sources_as_they_stand() -> None:
    assert native.FILE.read_text(encoding="utf-8").startswith(native.head())


def test_it_calls_nothing_but_llvms_own() -> None:
    lines = native.FILE.read_text(encoding="utf-8").splitlines()
    assert all("@llvm." in line for line in lines if line.startswith("declare"))


def answers(restorer: Restorer, loops: Mapping[str, Loop], monkeypatch: pytest.MonkeyPatch) -> list:
    monkeypatch.setattr("extract.restore.channel.loops", lambda: loops)
    monkeypatch.setattr("extract.restore.sequence.loops", lambda: loops)
    engine = restorer.mender.engine
    given = []
    for channel in (engine.wrong_model.channel, engine.light.channel):
        channel._known.clear()
        for token in " ".join(TEXT).split():
            found = channel.candidates(token)
            given += [found.words.tobytes(), found.modes.tobytes(), found.costs.tobytes()]
    given += [restorer.restore_text("\n".join(TEXT)), restorer.restore_text("bao cao ket qua")]
    return given


def test_they_give_the_same_bits_as_numbas(monkeypatch: pytest.MonkeyPatch) -> None:
    ours = native.kernels()
    if ours is None:
        pytest.skip("the text of the loops is for another processor or LLVM")
    restorer = load_restorer(load())
    brought = answers(restorer, ours, monkeypatch)
    assert brought == answers(restorer, kernels.by_numba(), monkeypatch)
    assert brought[-1][0] != "bao cao ket qua"


def test_an_array_of_another_type_is_refused() -> None:
    ours = native.kernels()
    if ours is None:
        pytest.skip("the text of the loops is for another processor or LLVM")
    arguments = [np.zeros((1, 4), np.int64), *[np.zeros(1)] * 18]
    with pytest.raises(AssertionError):
        ours["search"](*arguments)


def test_a_text_of_other_sources_is_not_used(
    monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    other = tmp_path_factory.mktemp("kernels") / "kernels.ll"
    other.write_text("; the loops of extract/restore/, sources 0\n", encoding="utf-8")
    monkeypatch.setattr(native, "FILE", other)
    assert native.kernels() is None
