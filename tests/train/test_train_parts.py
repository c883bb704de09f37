"""The parts of training on small, obvious input: n-grams, channels, alignment, calibration, the artifact's form."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from extract.dictionaries import load
from extract.restore import load_restorer
from extract.restore.artifact import pack, read_artifact
from extract.restore.lexicon import fold_tone, is_syllable, model_tokens
from extract.restore.tokens import Damage
from extract.train.channel import aligned_lines, aligned_words, learn, smooth
from extract.train.counting import (
    Corpus,
    Counted,
    CountedVocabulary,
    Seen,
    TextKind,
    choose_vocabulary,
    find_corpora,
    id_keys,
    is_unseen,
    kind_of,
    merge,
    name_pattern,
    ngram_keys,
    read_streams,
    split,
    without_names,
)
from extract.train.ngram_model import train as train_model
from extract.train.ngram_model import well_read
from extract.train.pages import OcrWord
from extract.train.training import damaged_text, fitted, isotonic

OFFICIAL = ["Căn cứ kế hoạch công tác năm 2024, Sở Nội vụ báo cáo kết quả."] * 50
OTHER = ["Ông Nguyễn Văn Bình nói về kế hoạch của gia đình."] * 50


def words(text: str) -> list[OcrWord]:
    return [OcrWord(word, 90.0) for word in text.split()]


@pytest.mark.parametrize(
    "word", ["nghiêng", "quyết", "gì", "giếng", "yêu", "khuỷu", "thuở", "được", "hoà", "ủy"]
)
def test_syllables_pass(word: str) -> None:
    assert is_syllable(fold_tone(word))


@pytest.mark.parametrize(
    "word", ["cac", "ngiêng", "ghà", "kà", "strong", "đưộcc", "tmg", "a1", "thưc", "ấà"]
)
def test_what_is_no_syllable_fails(word: str) -> None:
    assert not is_syllable(word)


def test_the_model_hears_words_numbers_and_sentence_ends() -> None:
    assert model_tokens("Số: 12/KH-UBND, (hoà).") == [
        "số",
        "<s>",
        "<num>",
        "kh",
        "ubnd",
        "hòa",
        "<s>",
    ]


def test_names_are_left_out() -> None:
    names = name_pattern(["Nguyễn"])
    assert (
        without_names("Ông Nguyễn Văn Bình nói về Nguyễn của ông.", names)
        == "Ông  .  nói về Nguyễn của ông."
    )
    assert without_names("Ông Nguyễn Văn Bình", name_pattern([])) == "Ông Nguyễn Văn Bình"


def test_a_place_like_a_name_is_no_name_and_small_letters_are_no_part_of_one() -> None:
    names = name_pattern(["Hà", "Nguyễn"], ["Hà Nội", "Bắc Hà"])
    assert without_names("Về Hà Nội, Nguyễn Văn Bình đã họp.", names) == "Về Hà Nội,  .  đã họp."


def test_names_are_learned_from_official_text_alone(tmp_path: Path) -> None:
    for name in ("luat.official.txt", "tin.txt", "tnt_legalqa.txt"):
        (tmp_path / name).write_text("Kế hoạch", encoding="utf-8")
    assert {corpus.path.name: corpus.names for corpus in find_corpora([tmp_path])} == {
        "luat.official.txt": True, "tin.txt": False, "tnt_legalqa.txt": False
    }  # fmt: skip


def counted(paragraphs: list[tuple[TextKind, str]]) -> tuple[CountedVocabulary, Counted, Counted]:
    numbers, streams = read_streams(paragraphs)
    vocabulary = choose_vocabulary(numbers, streams)
    two, three = (
        merge({kind: ngram_keys(stream, vocabulary, n) for kind, stream in streams.items()})
        for n in (2, 3)
    )
    return vocabulary, two, three


def test_the_kept_model_gives_probabilities() -> None:
    vocabulary, two, three = counted(
        [*((TextKind.LAW, p) for p in OFFICIAL), *((TextKind.OTHER, p) for p in OTHER)]
    )
    tables = train_model(two, three, len(vocabulary.words), (1000, 1000))
    unigrams = np.exp(-tables.p1.astype(float) / 12.0)
    assert unigrams.sum() == pytest.approx(1, abs=0.05)
    at = vocabulary.words.index("kế")
    following = vocabulary.words[int(tables.words2[tables.starts2[at]])]
    assert following == "hoạch"
    assert np.exp(-int(tables.p2[tables.starts2[at]]) / 12.0) > 0.6


def test_rare_ngrams_are_not_kept() -> None:
    vocabulary, two, three = counted(
        [(TextKind.LAW, p) for p in [*OFFICIAL, "Kế hoạch lạ thường."] * 2]
    )
    rare = set(three.keys[three.seen < 3].tolist())
    tables = train_model(two, three, len(vocabulary.words), (1000, 1000))
    size = len(vocabulary.words)
    kept = [
        (u * size + int(tables.words2[b])) * size + int(tables.words3[c])
        for u in range(size)
        for b in range(tables.starts2[u], tables.starts2[u + 1])
        for c in range(tables.starts3[b], tables.starts3[b + 1])
    ]
    assert kept
    assert not rare & set(kept)


def test_a_channel_learns_what_it_was_shown() -> None:
    pairs = Counter({("số", "s6"): 30, ("số", "số"): 10, ("tổ", "t6"): 5, ("sở", "sé"): 20})
    learned = learn(pairs)
    channel = smooth(learned, ("s", "t", "ố", "ổ", "ở"), 0.0)
    column, row = 2, channel.chunks.index("6")
    assert np.exp(-channel.dense[row, column]) > 0.4
    assert channel.dense[row, column] < channel.dense[channel.chunks.index("ố"), column]
    assert np.exp(-channel.dense[:, column]).sum() == pytest.approx(1, abs=0.15)


def test_lines_and_words_are_aligned_over_gaps_and_joins() -> None:
    truth = ["Kế hoạch công tác", "Sở Nội vụ báo cáo"]
    read = [
        words("một dòng khác hẳn, không có ở trang"),
        words("Ké hoachcong tac"),
        words("So Noi vu bao céo"),
    ]
    lines = list(aligned_lines(truth, read))
    assert [" ".join(true) for true, _ in lines] == truth
    pairs = [(pair.true, pair.read) for pair in aligned_words(*lines[0])]
    assert pairs == [("Kế", "Ké"), ("tác", "tac")]


def test_isotonic_points_rise() -> None:
    samples = [(n / 400, (n * 7919) % 400 < n) for n in range(400)]
    points = isotonic(samples)
    assert len(points) > 3
    assert list(points) == sorted(points)
    assert [y for _, y in points] == sorted(y for _, y in points)


def test_equal_chances_make_one_point() -> None:
    samples = [(1.0, n % 4 != 0) for n in range(400)] + [(0.5, n % 2 == 0) for n in range(400)]
    assert isotonic(samples) == ((0.5, 0.5), (1.0, 0.75))


def test_what_changed_words_are_worth_is_learned_by_kind_of_damage() -> None:
    engine = load_restorer(load()).mender.engine
    text = "So Noi vu bao cao ket qua thuc hien\nke hoach cong tac nam"
    truth = "Sở Nội vụ báo cáo kết quả thực hiện\nkế hoạch công tác năm"
    wrong = "Sở Nội vụ báo cáo kết quả thực hiện\nkế hoạch công tác nằm"
    one, two = (
        fitted(engine, [damaged_text(Damage.STRIPPED, text, t)] * 9) for t in (truth, wrong)
    )
    assert set(one) == set(two) == {"stripped"}
    assert one["stripped"][-1][1] == 1.0
    assert two["stripped"][-1][1] < 1.0


def test_long_paragraphs_are_kept_once_and_blocks_held_out(tmp_path: Path) -> None:
    text = [f"Đoạn thứ {n} của một văn bản dài hơn hai mươi lăm chữ." for n in range(30000)]
    file = tmp_path / "thu.txt"
    file.write_text("\n".join([*text, *text[:50]]), encoding="utf-8")
    found = list(split(Corpus(file, TextKind.LAW, sha256=""), Seen()))
    assert len(found) == len(text)
    share = sum(paragraph.held_out for paragraph in found) / len(found)
    assert 0 < share < 0.08


def test_windows_that_a_machine_misread_are_left_out() -> None:
    """Other text has `tổ chức` often and `tô chức` never."""
    words = ["<s>", "<unk>", "<num>", "tổ", "tô", "chức", "hội"]
    other = merge({TextKind.LAW: id_keys(np.tile(np.array([3, 5, 6], np.uint16), 200), 7, 2)})
    right = np.tile(np.array([3, 5, 6, 6], np.uint16), 500)
    misread = right.copy()
    misread[: 4 * 7 : 4] = 4  # two strange pairs each
    assert well_read(np.concatenate((right, misread)), words, other).tolist() == right.tolist()
    misread[4 * 6] = 3  # twelve pairs of 2,000 are few enough
    assert len(well_read(np.concatenate((right, misread)), words, other)) == 2 * len(right)


def test_what_a_text_is_is_told_by_its_file() -> None:
    assert kind_of(Path("so-noi-vu.official.txt")) is TextKind.LAW
    assert kind_of(Path("tin-tuc.txt.xz")) is TextKind.OTHER
    assert kind_of(Path("tintuchangngay.txt.xz")) is TextKind.RECENT


def test_a_word_counts_as_often_as_its_kind_of_text_weighs() -> None:
    _, two, _ = counted([(TextKind.LAW, "Kế hoạch")] * 40 + [(TextKind.OTHER, "Kế hoạch")] * 10)
    assert two.seen.max() == 50
    assert two.weighted.max() == 40 * TextKind.LAW.weight + 10


def test_paragraphs_of_the_last_days_and_of_one_province_are_for_measuring(tmp_path: Path) -> None:
    text = [f"Tin của ngày thứ {n}, dài hơn hai mươi lăm chữ." for n in range(1000)]
    text[3] = "Tin của tỉnh Cao Bằng, dài hơn hai mươi lăm chữ."
    file = tmp_path / "tintuchangngay.txt"
    file.write_text("\n".join(text), encoding="utf-8")
    (corpus,) = find_corpora([file])
    assert [p.text for p in split(corpus, Seen()) if is_unseen(corpus, 0, p.text)] == [text[3]]
    assert [is_unseen(corpus, number, text[0]) for number in (249_999, 250_000)] == [False, True]
    assert not is_unseen(replace(corpus, path=Path("communes.txt")), 3, text[3])


def test_an_artifact_is_read_as_it_was_packed(tmp_path: Path) -> None:
    arrays = {
        "b": np.arange(7, dtype=np.uint16),
        "a": np.eye(3, dtype=np.float16),
        "t": np.frombuffer("ơ".encode(), np.uint8),
    }
    data = pack({"seed": 1, "what": "thử"}, arrays)
    assert data == pack({"what": "thử", "seed": 1}, dict(reversed(list(arrays.items()))))
    file = tmp_path / "x.bin"
    file.write_bytes(data)
    made = read_artifact(file)
    assert made.facts == {"seed": 1, "what": "thử"}
    assert made.text("t") == "ơ"
    assert all(np.array_equal(made.arrays[name], array) for name, array in arrays.items())


def test_another_file_is_refused(tmp_path: Path) -> None:
    file = tmp_path / "x.bin"
    file.write_bytes(b"PK\x03\x04 something else that is long enough")
    with pytest.raises(ValueError, match=r"x\.bin"):
        read_artifact(file)
