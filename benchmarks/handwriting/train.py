"""`python benchmarks/handwriting/train.py --minutes 45 --out figures.npz [--fonts DIR]`: trains the network of `extract.ocr.hand`.

Needs jax and optax, and takes scikit-learn's figures where it is installed. Batches are drawn beside the training and
used again until the next is drawn. The network of the release: 45 minutes on a quarter of two cores, with both.
"""

from __future__ import annotations

import argparse
import math
import multiprocessing
import random
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[2]))

from benchmarks.handwriting.pieces import pieces
from benchmarks.handwriting.scene import example
from extract.ocr.hand.network import KERNELS, ROWS, SIGNS

_MAPS = (1, 12, 24, 48, 64, 64)
_COLUMNS, _BATCH, _LONGEST = 144, 48, 8
_KEPT = 300  # batches that are used again
_RATE, _LAST_RATE, _WARM = 4e-3, 1e-5, 60
_FADING = 0.97  # of the running means of a layer's numbers
_TINY = 1e-4

Batch = tuple[np.ndarray, np.ndarray]
Tree = dict[str, Any]


def batches(seed: int, fonts: Path | None, queue: Any) -> None:  # noqa: ANN401 - a queue of multiprocessing
    """Draw without end."""
    rng, others = random.Random(seed), pieces(fonts, held_out=False)  # noqa: S311
    while True:
        strips = np.zeros((_BATCH, ROWS, _COLUMNS, 1), np.float32)
        texts = np.zeros((_BATCH, _LONGEST), np.int32)
        at = 0
        while at < _BATCH:
            said, ink = example(rng, others)
            if ink.shape[1] <= _COLUMNS and len(said) < _LONGEST:
                strips[at, :, : ink.shape[1], 0] = ink
                texts[at, : len(said)] = [SIGNS.index(sign) + 1 for sign in said]
                at += 1
        queue.put((strips, texts))


def fresh() -> tuple[Tree, Tree]:
    """Weights to begin with, and the running means and variances of each layer."""
    rng = np.random.default_rng(0)
    weights: Tree = {
        "readout": rng.normal(0, 0.1, (_MAPS[-1], len(SIGNS) + 1)),
        "bias": np.zeros(len(SIGNS) + 1),
    }
    running: Tree = {}
    for at, kernel in enumerate(KERNELS):
        seen = math.prod(kernel.size) * _MAPS[at]
        weights[f"weights{at}"] = rng.normal(0, math.sqrt(2 / seen), (seen, _MAPS[at + 1]))
        weights |= {f"scale{at}": np.ones(_MAPS[at + 1]), f"shift{at}": np.zeros(_MAPS[at + 1])}
        running |= {f"mean{at}": np.zeros(_MAPS[at + 1]), f"variance{at}": np.ones(_MAPS[at + 1])}
    return {k: v.astype(np.float32) for k, v in weights.items()}, {
        k: v.astype(np.float32) for k, v in running.items()
    }


def folded(weights: Tree, running: Tree) -> dict[str, np.ndarray]:
    """The weights as `extract.ocr.hand.network` loads them: each layer's norming is part of it."""
    made = {}
    for at in range(len(KERNELS)):
        scale = weights[f"scale{at}"] / np.sqrt(running[f"variance{at}"] + _TINY)
        made[f"weights{at}"] = weights[f"weights{at}"] * scale
        made[f"bias{at}"] = weights[f"shift{at}"] - running[f"mean{at}"] * scale
    made |= {f"weights{len(KERNELS)}": weights["readout"], f"bias{len(KERNELS)}": weights["bias"]}
    return {name: np.asarray(value, np.float16) for name, value in made.items()}


def learner() -> tuple[Any, Any]:
    """The optimiser's start and the compiled step: weights, running numbers, optimiser, strips, texts, rate."""
    import jax  # noqa: PLC0415
    import jax.numpy as jnp  # noqa: PLC0415
    import optax  # noqa: PLC0415

    def layer(maps: Any, weights: Any, at: int) -> Any:  # noqa: ANN401
        (high, wide), (down, across) = KERNELS[at].size, KERNELS[at].stride
        above = (high - 1) // 2 if KERNELS[at].padded else 0
        below = high - 1 - above if KERNELS[at].padded else 0
        maps = jnp.pad(maps, ((0, 0), (above, below), ((wide - 1) // 2, wide // 2), (0, 0)))
        rows, columns = (maps.shape[1] - high) // down + 1, (maps.shape[2] - wide) // across + 1
        seen = [
            maps[
                :, y : y + (rows - 1) * down + 1 : down, x : x + (columns - 1) * across + 1 : across
            ]
            for y in range(high)
            for x in range(wide)
        ]
        return jnp.concatenate(seen, -1) @ weights

    def loss(weights: Tree, running: Tree, strips: Any, texts: Any) -> tuple[Any, Tree]:  # noqa: ANN401
        maps, new = strips, {}
        for at in range(len(KERNELS)):
            maps = layer(maps, weights[f"weights{at}"], at)
            mean, variance = maps.mean((0, 1, 2)), maps.var((0, 1, 2))
            for name, value in ((f"mean{at}", mean), (f"variance{at}", variance)):
                new[name] = _FADING * running[name] + (1 - _FADING) * value
            normed = (maps - mean) * jax.lax.rsqrt(variance + _TINY)
            maps = jax.nn.relu(normed * weights[f"scale{at}"] + weights[f"shift{at}"])
        scores = (maps @ weights["readout"] + weights["bias"])[:, 0]
        none = jnp.zeros(scores.shape[:2])
        return optax.ctc_loss(scores, none, texts, (texts == 0).astype(jnp.float32)).mean(), new

    optimiser = optax.adamw(1.0, weight_decay=1e-4)

    @jax.jit
    def step(weights: Tree, running: Tree, state: Any, batch: Batch, rate: float) -> Any:  # noqa: ANN401
        (cost, running), slope = jax.value_and_grad(loss, has_aux=True)(weights, running, *batch)
        change, state = optimiser.update(slope, state, weights)
        change = jax.tree.map(lambda value: value * rate, change)
        return optax.apply_updates(weights, change), running, state, cost

    return optimiser.init, step


def drawn(queue: Any, rng: random.Random) -> Iterator[Batch]:  # noqa: ANN401
    """New batches as they come, old ones between them."""
    kept: list[Batch] = []
    while True:
        if len(kept) < 6 or not queue.empty():
            kept = [*kept[1 - _KEPT :], queue.get()]
            yield kept[-1]
        else:
            yield rng.choice(kept)


def main() -> None:
    """Train for so many minutes and write the weights."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--minutes", type=float, default=45)
    options.add_argument("--fonts", type=Path)
    options.add_argument("--out", type=Path, required=True)
    asked = options.parse_args()
    context = multiprocessing.get_context("spawn")
    queue = context.Queue(8)
    for seed in (100, 101):
        context.Process(target=batches, args=(seed, asked.fonts, queue), daemon=True).start()
    weights, running = fresh()
    begin, step = learner()
    state, start, mean = begin(weights), time.monotonic(), 0.0
    for at, batch in enumerate(drawn(queue, random.Random(1)), 1):  # noqa: S311
        gone = (time.monotonic() - start) / (60 * asked.minutes)
        if gone >= 1:
            break
        rate = _RATE * min(1, at / _WARM) * (0.5 + 0.5 * math.cos(math.pi * gone)) + _LAST_RATE
        weights, running, state, cost = step(weights, running, state, batch, rate)
        mean += (float(cost) - mean) * max(0.02, 1 / at)
        if at % 100 == 0:
            print(f"{at} steps, {gone:.0%} of the time, cost {mean:.3f}", flush=True)
    np.savez(asked.out, **folded(weights, running))


if __name__ == "__main__":
    main()
