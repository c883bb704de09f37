"""Samples of short numbers: counted on read pages, made of right text; a word that becomes a number is known for one."""

from __future__ import annotations

from benchmarks.training.samples import Counts, Sampler, counted
from extract.dictionaries import load
from extract.restore import load_restorer

# invented text
TEXT = [
    "Cuộc họp ở tỉnh có 12 đại biểu tham dự và thảo luận về các nội dung theo chương trình.",
    "Người dân sống ở vùng núi được hỗ trợ trong thời hạn 6 tháng theo quy định.",
]


def test_pages_tell_how_often_a_number_was_read_for_a_word() -> None:
    pairs = [("ở", "6"), ("ở", "o"), ("14", "14"), ("Ở", "6"), ("là", "14,"), ("là", "1a")]
    assert counted(pairs) == Counts({"6": 1, "14": 1}, {"ở": 2, "là": 2})


def test_words_become_numbers_and_numbers_stay_numbers() -> None:
    engine = load_restorer(load()).mender.engine
    counts = Counts({"6": 1}, {"ở": 1})
    samples = list(Sampler(engine, counts, times=1.0).samples(TEXT * 20, seed=1))
    words = [sample for sample in samples if sample.word]
    assert words
    assert all("number 6" in sample.signs for sample in words)
    assert {sample.exchanged for sample in samples if not sample.word} == {True, False}


def test_the_same_seed_makes_the_same_samples() -> None:
    sampler = Sampler(load_restorer(load()).mender.engine, Counts({"6": 1}, {"ở": 1}), 1.0)
    assert list(sampler.samples(TEXT, 3)) == list(sampler.samples(TEXT, 3))
