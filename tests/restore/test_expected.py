"""Where the reader left no word, the words on both sides may say which stood there; what may be right stays."""

from __future__ import annotations

import pytest

from extract.model import Line, Page, Reading, TextSource, Word
from extract.restore import Restorer
from extract.restore.lines import ReaderEvidence

#: invented lines, what was read and what stands on the page
SPOILT = (
    ("Giám đốc các sở chịu trách xhợng thi hành Quyết định này.", "xhợng", "nhiệm"),
    ("Cơ quan nào quản Hý nhà nước về đất đai ở địa phương.", "Hý", "lý"),
    ("Các đơn vị thực ngụêm nghiêm túc quy định về phòng cháy.", "ngụêm", "hiện"),
)
RIGHT = (
    "Sinh viên được mang balô, túi xách khi vào thư viện.",  # two syllables without a space
    "Báo cáo về phòng, chống tham n theo quy định của pháp luật.",  # a letter that the reader does not doubt
)


def read(text: str, doubted: str = "", confidence: float = 0.3) -> Reading:
    words, start = [], 0
    for word in text.split(" "):
        sure = confidence if word == doubted else 0.97
        words.append(Word(word, start, confidence=sure))
        start += len(word) + 1
    return Reading((Page(1, (Line(text, tuple(words)),), TextSource.OCR),))


@pytest.mark.parametrize(("line", "wrong", "true"), SPOILT)
def test_a_token_that_is_no_word_becomes_what_its_neighbours_expect(
    restorer: Restorer, line: str, wrong: str, true: str
) -> None:
    restored = restorer.restore(read(line))
    assert restored.lines[0].text == line.replace(wrong, true)
    (change,) = restored.corrections
    assert (change.before, change.after) == (wrong, true)


@pytest.mark.parametrize("line", RIGHT)
def test_what_may_be_a_word_or_a_letter_stays(restorer: Restorer, line: str) -> None:
    assert restorer.restore(read(line)).lines[0].text == line


@pytest.mark.parametrize(
    ("line", "doubted", "true"),
    [
        ("Báo cáo về phòng, chống tham n theo quy định của pháp luật.", " n ", " nhũng "),
        ("Cơ quan quản l nhà nước về đất đai ở địa phương.", " l ", " lý "),
        ("Điều 5. Gồm các khoản: a) Cơ quan quản lý nhà nước về đất đai", "a)", "a)"),  # a label
    ],
)
def test_a_letter_that_the_reader_doubts_becomes_the_word_between(
    restorer: Restorer, line: str, doubted: str, true: str
) -> None:
    restored = restorer.restore(read(line, doubted.strip())).lines[0].text
    assert restored == line.replace(doubted, true)


def test_a_guess_that_is_less_likely_than_not_is_not_made(restorer: Restorer) -> None:
    line = "Bảng này ghi các thẹể và các số khác."
    assert "thẹể" in restorer.restore(read(line)).lines[0].text


@pytest.mark.parametrize("inside", [True, False])
def test_a_small_letter_read_as_a_tall_one_is_small_inside_a_sentence_alone(
    restorer: Restorer,
    inside: bool,  # noqa: FBT001
) -> None:
    engine = restorer.mender.engine
    found = engine.proposer.light.propose(
        "Hiên", ReaderEvidence(0.0), small_line=True, inside=inside
    )
    words = dict(zip(found.words.tolist(), found.modes.tolist(), strict=True))
    true = engine.lexicon.ids["liên"]
    assert (true in words) == inside


def test_a_weighed_reading_that_is_no_word_leads_to_the_word_near_it(restorer: Restorer) -> None:
    engine = restorer.mender.engine

    def cost_of_right(told: ReaderEvidence) -> float:
        found = engine.proposer.light.propose("quất", told, small_line=True)
        costs = dict(zip(found.words.tolist(), found.costs.tolist(), strict=True))
        return costs.get(engine.lexicon.ids["quyết"], 99.0)

    assert (
        cost_of_right(ReaderEvidence(0.0, (("quyêt", 0.9),)))
        < cost_of_right(ReaderEvidence(0.0)) - 1
    )
