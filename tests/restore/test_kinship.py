"""Letters that look alike are misread alike, and a small marked letter may vanish; nothing becomes dearer."""

from __future__ import annotations

import numpy as np
import pytest
from misread import PAGE

from extract.restore import Restorer
from extract.restore.channel import Channel, load_channel, with_kin


@pytest.fixture(scope="module")
def learned(restorer: Restorer) -> Channel:
    return load_channel(restorer.artifact, "eng", restorer.mender.engine.lexicon)


def test_kin_cost_no_more_than_before(learned: Channel) -> None:
    kin = with_kin(learned)
    assert (kin.dense <= learned.dense).all()
    assert np.array_equal(kin.easiest, kin.dense.min(axis=1))


def test_what_was_seen_of_one_tone_holds_for_another(learned: Channel) -> None:
    kin = with_kin(learned)
    assert kin.cost("tii", "từ") <= learned.cost("tii", "tứ") + 2.6
    assert kin.cost("tii", "từ") < learned.cost("tii", "từ")


def test_what_was_seen_of_one_vowel_holds_for_others_of_its_tone(learned: Channel) -> None:
    kin = with_kin(learned)
    assert kin.cost("thé", "thứ") < learned.cost("thé", "thứ") - 1
    assert kin.cost("thé", "thế") == pytest.approx(learned.cost("thé", "thế"), abs=0.01)


def test_letters_without_marks_are_as_learned(learned: Channel) -> None:
    plain = [at for at, letter in enumerate(learned.lexicon.alphabet) if letter.isascii()]
    assert np.array_equal(with_kin(learned).dense[:, plain], learned.dense[:, plain])


@pytest.mark.parametrize(
    ("read", "true"),
    [
        ("Thdi han 20 ngay lam viéc ké tii ngay nhan di h6 so.", "kể từ ngày nhận"),
        ("Cong bé két qua va huéng dn cdc don vi thuc hién.", "hướng dẫn các đơn vị"),
        ("Cong ty phai thu hdi ton b6 s6 hang.", "toàn bộ số hàng"),
    ],
)
def test_rare_misreadings_are_mended(restorer: Restorer, read: str, true: str) -> None:
    assert true in restorer.restore_text(f"{PAGE}\n{read}")[0]


@pytest.mark.parametrize("stays", ["(N.K)", "IoT", "VnExpress", "phanLoai"])
def test_initials_and_odd_case_stay(restorer: Restorer, stays: str) -> None:
    assert stays in restorer.restore_text(f"{PAGE}\nTheo {stays} thi cdc don vi da thuc hién.")[0]
