"""What specks teach: dirt is drawn by its seed, what no true word stands beside is specks, and weights say which signs tell of them."""

from __future__ import annotations

import random

import numpy as np
import pytest
from PIL import Image

from benchmarks.training.copied import KINDS, Dirt, soil
from benchmarks.training.samples import line_labels, page_labels
from benchmarks.training.weights import weights_of

SIZE = 40


def drawn(kind: Dirt, seed: int) -> np.ndarray:
    image = Image.new("L", (30 * SIZE, 20 * SIZE), 255)
    kind(image, SIZE, random.Random(seed))
    return np.asarray(image)


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
def test_dirt_is_little_ink_and_the_same_for_a_seed(kind: Dirt) -> None:
    page = drawn(kind, 1)
    assert 0 < np.mean(page == 0) < 0.1
    assert np.array_equal(page, drawn(kind, 1))
    assert not np.array_equal(page, drawn(kind, 2))


def test_worse_copies_have_more_dirt() -> None:
    def ink(*, worse: bool) -> float:
        pages = [Image.new("L", (30 * SIZE, 20 * SIZE), 255) for _ in range(20)]
        for seed, page in enumerate(pages):
            soil(page, SIZE, random.Random(seed), worse=worse)
        return float(np.mean([np.asarray(page) == 0 for page in pages]))

    assert ink(worse=True) > ink(worse=False) > 0


@pytest.mark.parametrize(
    ("true", "read", "specks"),
    [
        ("ban hành văn bản", "ban hanh vin bin . oe", ". oe"),
        ("Tiếp nhận văn bản đến.", "_ Tiép nhan van ban dén. oo _ a", "_ oo _ a"),
        ("quản lý văn bản", "quanlyvanban ae", "ae"),
        ("các cơ quan, đơn vị", "cac co quan, don vi", ""),
        ("Điều 5. Số đến", "Diéu 5. S6 dén", ""),
        ("- Văn phòng", "- Van phong", ""),
    ],
)
def test_what_no_true_word_stands_beside_is_specks(true: str, read: str, specks: str) -> None:
    labels = line_labels(true.split(), read.split())
    assert [
        word for word, label in zip(read.split(), labels, strict=True) if label
    ] == specks.split()


def test_a_word_read_in_two_is_no_specks() -> None:
    assert line_labels(["nghiêm", "túc"], ["nghi", "ém", "tuc"]) == [False, False, False]


def test_a_line_beside_no_true_line_is_specks_where_nothing_near_is_like_it() -> None:
    truth = ["Tiếp nhận và đăng ký văn bản đến", "Trình và chuyển giao văn bản"]
    read = ["Tiép nhan va dang ky van ban dén", "oe . ee", "Trinh va chuyén giao van ban"]
    assert page_labels(truth, read)[1] == [True, True, True]


def test_weights_follow_the_signs_that_tell() -> None:
    rng = random.Random(1)
    samples = [
        ((["marks"] if specks or rng.random() < 0.1 else []) + (["even"] if n % 2 else []), specks)
        for n, specks in ((n, rng.random() < 0.3) for n in range(400))
    ]
    weights = weights_of(samples, fewest=20, penalty=0.5)
    assert weights["marks"] > 2
    assert abs(weights["even"]) < 1
    assert set(weights) == {"", "marks", "even"}


def test_signs_seldom_seen_weigh_nothing() -> None:
    samples = [(["rare"], True), *[(["often"], n % 2 == 0) for n in range(40)]]
    assert "rare" not in weights_of(samples, fewest=5, penalty=1.0)
