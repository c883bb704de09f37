"""`--scheduler`: a real cluster of several processes gives the bytes of one machine, and loses a worker without harm (D1, D10).

Workers are started as docs/cluster.md says; the engine is the scripted one.
"""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from functools import partial
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from PIL import Image
from processes import children
from scripted import AS_OF, Scripted, calls, contents, draw, run_scripted

from extract.batch import Silent, Summary, run
from extract.batch.cluster import in_cluster
from extract.batch.recipe import recipe
from extract.batch.tasks import LookTask, Outcome, Subject
from extract.cli import main
from extract.errors import ClusterLost, ExitCode
from extract.options import Options

pytest.importorskip("distributed", reason="the extra `cluster` is not installed")
pytestmark = [pytest.mark.slow, pytest.mark.filterwarnings("default")]  # Dask's own warnings


@pytest.fixture(scope="module")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Any]:
    import dask  # noqa: PLC0415
    from distributed import LocalCluster  # noqa: PLC0415

    settings = {"distributed.worker.daemon": False}
    scratch = str(tmp_path_factory.mktemp("dask"))
    with (
        dask.config.set(settings),
        LocalCluster(n_workers=3, threads_per_worker=1, dashboard_address=None, local_directory=scratch) as found,
    ):  # fmt: skip
        yield found


@pytest.fixture
def scans(tmp_path: Path) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for marks in (3, 4):
        draw(folder / f"{marks}.png", marks)
    pages = [Image.open(draw(tmp_path / f"{n}.png", n)).copy() for n in range(5, 9)]
    pages[0].save(folder / "many.tif", save_all=True, append_images=pages[1:])
    (folder / "t.txt").write_text("THÔNG BÁO\nSở Nội vụ", encoding="utf-8")
    (folder / "empty.pdf").touch()
    return folder


def run_there(cluster: Any, inputs: Path, out: Path, engine: Scripted, **more: Any) -> Summary:
    options = Options(as_of=AS_OF, **more)
    place = in_cluster(cluster.scheduler_address, options, partial(same, engine))
    return run([inputs], out, options, lambda: engine, Silent(), workplace=place)


def same(engine: Scripted) -> Scripted:
    return engine


def test_D10_a_cluster_writes_the_bytes_of_one_machine(
    cluster: Any, scans: Path, tmp_path: Path
) -> None:
    alone = run_scripted([scans], tmp_path / "alone", Scripted(tmp_path / "alone.log"))
    there = run_there(cluster, scans, tmp_path / "out", Scripted(tmp_path / "log"))
    assert contents(tmp_path / "out") == contents(tmp_path / "alone")
    assert (there.done, there.failed) == (alone.done, alone.failed)
    assert calls(tmp_path / "log") == 6


def test_bytes_are_sent_where_workers_do_not_see_the_path(
    cluster: Any, scans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    run_scripted([scans], tmp_path / "alone", Scripted(tmp_path / "alone.log"))
    monkeypatch.setattr("extract.batch.cluster.Cluster._see", lambda *_: False)
    run_there(cluster, scans, tmp_path / "out", Scripted(tmp_path / "log"))
    assert contents(tmp_path / "out") == contents(tmp_path / "alone")


def test_D1_a_killed_worker_of_the_cluster_costs_nothing(
    cluster: Any, scans: Path, tmp_path: Path
) -> None:
    run_scripted([scans], tmp_path / "alone", Scripted(tmp_path / "alone.log"))
    log = tmp_path / "log"
    killed: list[int] = []

    def kill_one() -> None:
        while calls(log) < 2:
            time.sleep(0.02)
        pids = [nanny.pid for nanny in cluster.workers.values()]
        killed.append(pids[0])
        os.kill(pids[0], signal.SIGKILL)

    killer = threading.Thread(target=kill_one)
    killer.start()
    summary = run_there(cluster, scans, tmp_path / "out", Scripted(log, delay=1.0))
    killer.join()
    assert killed
    assert contents(tmp_path / "out") == contents(tmp_path / "alone")
    assert len(summary.done) == 4


def test_W1_W4_a_page_that_kills_or_hangs_costs_itself_and_no_worker_of_the_cluster(
    cluster: Any, scans: Path, tmp_path: Path
) -> None:
    draw(scans / "10.png", 10)
    draw(scans / "20.png", 20)
    before = {nanny.pid for nanny in cluster.workers.values()}
    summary = run_there(cluster, scans, tmp_path / "out", Scripted(tmp_path / "log"), timeout=2.0)
    failed = {name: why.flag for name, why in summary.failed}
    assert failed == {"10.png": "quarantined", "20.png": "timed_out", "empty.pdf": "empty"}
    assert len(summary.done) == 4
    assert {nanny.pid for nanny in cluster.workers.values()} == before


def test_D14_a_process_of_a_run_that_is_gone_ends_by_itself_and_comes_back_when_asked(
    scans: Path, tmp_path: Path
) -> None:
    """A killed run cannot end its processes on the workers: here the run simply asks for nothing more."""
    from extract.batch.cluster import Workbench  # noqa: PLC0415 - needs `distributed`

    engine, options = Scripted(tmp_path / "log"), Options(as_of=AS_OF)
    ours = recipe(options, engine.fingerprint())
    bench = Workbench("run", ours, options, partial(same, engine), idle=1.0)
    before = set(children(os.getpid()))
    (tmp_path / "scratch").mkdir()
    bench.setup(SimpleNamespace(local_directory=str(tmp_path / "scratch")))
    try:
        for _ in range(2):
            path = scans / "3.png"
            digest = hashlib.sha256(path.read_bytes()).hexdigest()
            found = bench.do(LookTask(Subject(path, "3.png", digest, path.stat().st_size, False, options=options, engine=engine)))  # fmt: skip
            assert isinstance(found, Outcome)
            assert found.failure is None
            deadline = time.monotonic() + 60
            while set(children(os.getpid())) - before - helpers():
                assert time.monotonic() < deadline, "it is still there"
                time.sleep(0.2)
    finally:
        bench.teardown(SimpleNamespace())


def helpers() -> set[int]:
    """Python's own process that looks after shared resources; it stays."""
    from multiprocessing import resource_tracker  # noqa: PLC0415

    pid = resource_tracker._resource_tracker._pid  # type: ignore[attr-defined]
    return {pid} if pid else set()


def test_a_worker_that_would_read_otherwise_is_refused(
    cluster: Any, scans: Path, tmp_path: Path
) -> None:
    ours, theirs = Scripted(tmp_path / "log"), Scripted(tmp_path / "log", print_="scripted 2")
    options = Options(as_of=AS_OF)
    asked = iter([ours])
    start = Switch(asked, theirs)
    with pytest.raises(ClusterLost, match="differ from ours"):
        run([scans], tmp_path / "out", options, lambda: ours, Silent(), workplace=in_cluster(cluster.scheduler_address, options, start))  # fmt: skip


def test_75_a_scheduler_that_goes_away_is_said_and_the_next_run_goes_on(
    scans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DASK_DISTRIBUTED__WORKER__DAEMON", "False")
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join(sys.path))
    out, log, told = tmp_path / "out", tmp_path / "log", tmp_path / "scheduler.json"
    with ExitStack() as started:
        dask = [sys.executable, "-m", "dask"]
        scheduler = started.enter_context(subprocess.Popen([*dask, "scheduler", "--host", "127.0.0.1", "--port", "0", "--no-dashboard", "--scheduler-file", str(told)]))  # fmt: skip
        started.callback(scheduler.kill)
        worker = started.enter_context(subprocess.Popen([*dask, "worker", "--scheduler-file", str(told), "--nthreads", "1", "--no-dashboard", "--local-directory", str(tmp_path)]))  # fmt: skip
        started.callback(worker.terminate)
        while not told.exists() or not told.read_text(encoding="utf-8"):
            time.sleep(0.1)
        there = SimpleNamespace(scheduler_address=json.loads(told.read_text())["address"])

        def kill() -> None:
            while calls(log) < 1:
                time.sleep(0.02)
            scheduler.kill()

        killer = threading.Thread(target=kill)
        killer.start()
        with pytest.raises(ClusterLost, match="went away"):
            run_there(there, scans, out, Scripted(log, delay=2.0))
        killer.join()
    run_scripted([scans], out, Scripted(log))
    run_scripted([scans], tmp_path / "calm", Scripted(log))
    assert contents(out) == contents(tmp_path / "calm")


class Switch:
    """Starts one engine here, and another where it is sent to."""

    def __init__(self, here: Iterator[Scripted], there: Scripted) -> None:
        self.here, self.there = here, there

    def __call__(self) -> Scripted:
        return next(self.here)

    def __reduce__(self) -> tuple[object, tuple[Scripted]]:
        return partial, (same, self.there)  # type: ignore[return-value]


def test_75_a_scheduler_that_does_not_answer_is_said(
    scans: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr("extract.batch.cluster._CONNECT", 1.0)
    arguments = ["extract", str(scans / "t.txt"), "--out", str(tmp_path / "out"), "--scheduler", "tcp://127.0.0.1:1"]  # fmt: skip
    monkeypatch.setattr("sys.argv", ["vanban", *arguments])
    with pytest.raises(SystemExit) as ended:
        main()
    assert ended.value.code == ExitCode.TEMPORARY
    assert "does not answer" in capsys.readouterr().err
