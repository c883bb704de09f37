"""Words are judged against what they say of themselves: used up once, corrected ones by their correction."""

from __future__ import annotations

from benchmarks.trust import right_among, said_words, show_words
from extract.model import Box, Correction, Line, Page, Reading, Restored, TextSource, Word

BOX = Box(0.1, 0.1, 0.2, 0.12)


def recognised(
    *words: tuple[str, float | None], corrections: tuple[Correction, ...] = ()
) -> Restored:
    """A page of one line whose words say how sure they are."""
    placed: list[Word] = []
    start = 0
    for text, sure in words:
        placed.append(Word(text, start, BOX, sure))
        start += len(text) + 1
    line = Line(" ".join(text for text, _ in words), tuple(placed), BOX)
    page = Page(1, (line,), TextSource.OCR)
    return Restored(Reading((page,)), (), corrections)


def test_a_word_is_right_where_the_truth_has_it_and_as_often() -> None:
    words = said_words(
        recognised(("xã", 0.9), ("xã", 0.8), ("hội,", 0.7), ("hoi", 0.6)), "Hội xã hội"
    )
    assert [(word.confidence, word.right) for word in words] == [
        (0.978, True),
        (0.952, False),
        (0.921, True),
        (0.882, False),
    ]


def test_signs_and_words_that_state_nothing_are_not_judged() -> None:
    assert said_words(recognised(("-", 0.4), ("xã", None)), "- xã") == ()


def test_a_corrected_word_says_what_its_correction_says() -> None:
    mended = Correction(1, 1, 0, 2, "xa", after="xã", rule="diacritics", confidence=0.95)
    (word,) = said_words(recognised(("xa", 0.5), corrections=(mended,)), "xã")
    assert (word.confidence, word.right) == (0.95, True)


def test_the_line_says_how_many_of_the_95_percent_are_right() -> None:
    words = said_words(recognised(("một", 0.8), ("hai", 0.79), ("ba", 0.99), ("4", 0.8)), "một ba")
    assert right_among(words, 0.93, 0.97) == (2, 0.5)
    assert show_words(words).startswith("words said to be 95 % sure that are right: 0.500; by band")
