"""The stage's interface: readings, users' dictionaries, explanations, what must stay untouched by its source."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from extract.dictionaries import load
from extract.fold import unaccent
from extract.model import Alternative, Line, Page, Reading, Region, TextSource, Word
from extract.restore import Restorer, load_restorer, replay
from extract.restore.lines import ReaderEvidence, told_of
from extract.restore.tokens import cut

DAMAGED = "Sở Nội vụ tông hợp kết quả, báo cáo Ủy ban nhân dân tỉnh đề xem xét, quyết định theo thâm quyền."


def reading(source: TextSource, *pages: list[str]) -> Reading:
    numbers: list[int | None] = [None] if len(pages) == 1 else list(range(1, len(pages) + 1))
    return Reading(
        tuple(
            Page(number, tuple(map(Line, lines)), source)
            for number, lines in zip(numbers, pages, strict=True)
        )
    )


def test_a_reading_keeps_its_lines_regions_and_pages(restorer: Restorer) -> None:
    lines = (
        Line("Ké hoach cong tac nam 2024", region=Region.HEADER_LEFT),
        Line("", region=Region.BODY),
    )
    given = Reading(
        (Page(1, lines, TextSource.OCR), Page(2, (Line("\fcia So Noi vu"),), TextSource.OCR))
    )
    restored = restorer.restore(given)
    assert [line.text for line in restored.lines] == [
        "Kế hoạch công tác năm 2024",
        "",
        "của Sở Nội vụ",
    ]
    assert [(line.page, line.number) for line in restored.lines] == [(1, 1), (1, 2), (2, 1)]
    assert restored.lines[0].region is Region.HEADER_LEFT
    assert restored.lines[2].raw == "\fcia So Noi vu"
    assert (
        replay(given.raw, restored.corrections) == "Kế hoạch công tác năm 2024\n\n\x0ccủa Sở Nội vụ"
    )
    assert restored.restored_share > 0.5


def test_a_text_layer_is_never_decoded(restorer: Restorer) -> None:
    assert restorer.restore(reading(TextSource.TEXT_LAYER, [DAMAGED])).corrections == ()


@pytest.mark.parametrize(
    "right",
    [
        "điểm a khoản 2 và điểm đ khoản 3",
        "mang balô, túi xách vào phòng thi",
        "- Cổng Thông tin điện tử tỉnh;",
    ],
    ids=["letters of points", "a foreign word", "a name at the start"],
)
def test_right_words_of_a_recognised_line_stay(restorer: Restorer, right: str) -> None:
    assert restorer.restore(reading(TextSource.OCR, [right])).lines[0].text == right


def test_a_speck_read_as_a_full_stop_parts_no_sentence(restorer: Restorer) -> None:
    lines = ["phát huy nhân. tố tích cực", "phát huy nhân. tổ tích cực"]
    restored = restorer.restore(reading(TextSource.OCR, lines)).lines
    assert [line.text for line in restored] == ["phát huy nhân. tố tích cực"] * 2


def test_a_recognised_line_is_mended(restorer: Restorer) -> None:
    text = restorer.restore(reading(TextSource.OCR, [DAMAGED])).lines[0].text
    assert "tổng hợp" in text
    assert "để xem xét" in text
    assert "thẩm quyền" in text


def test_a_sure_reader_is_believed_more(restorer: Restorer) -> None:
    def changed(confidence: float) -> int:
        words, at = [], 0
        for word in DAMAGED.split():
            words.append(Word(word, at, confidence=confidence))
            at += len(word) + 1
        given = Reading((Page(1, (Line(DAMAGED, tuple(words)),), TextSource.OCR),))
        return len(restorer.restore(given).corrections)

    assert changed(0.85) >= changed(0.99)
    assert changed(0.85) > 0


def test_the_encoding_is_told(restorer: Restorer) -> None:
    text = "Uû ban nh©n d©n tØnh quyÕt ®Þnh ban hµnh kÕ ho¹ch thùc hiÖn c¶i c¸ch hµnh chÝnh n¨m 2009 cña tØnh vµ c¸c huyÖn, thÞ x·"
    restored = restorer.restore(reading(TextSource.TEXT_INPUT, [text]))
    assert restored.encoding == "tcvn3"
    assert restored.lines[0].text.startswith("Uỷ ban nhân dân tỉnh quyết định ban hành kế hoạch")
    assert {c.rule for c in restored.corrections} == {"legacy"}


def test_a_users_phrase_has_an_effect(tmp_path: Path, restorer: Restorer) -> None:
    own = tmp_path / "own.tsv"
    own.write_text("# list: phrases\nplace\tphrase\nbody\tXóm Bãi Ràng Thượng\n", encoding="utf-8")
    text = unaccent("Báo cáo về việc xây dựng cầu tại Xóm Bãi Ràng Thượng theo kế hoạch của xã")
    assert "Xóm Bãi Ràng Thượng" not in restorer.restore_text(text)[0]
    mine, found = load_restorer(load([own])).restore_text(text)
    assert "Xóm Bãi Ràng Thượng" in mine
    assert "template" in {c.rule for c in found}


def test_a_users_symbol_has_an_effect(tmp_path: Path, restorer: Restorer) -> None:
    own = tmp_path / "own.tsv"
    own.write_text("# list: code_symbols\nsymbol\trole\nXQĐZ\torgan\n", encoding="utf-8")
    text = "Thuc hién Ké hoach s6 12/KH-XQDZ ctia So Noi vu vé viéc cong bé chi sé nam nay"
    assert "XQDZ" in restorer.restore_text(text)[0]
    assert "12/KH-XQĐZ" in load_restorer(load([own])).restore_text(text)[0]


def test_names_are_never_sure(restorer: Restorer) -> None:
    _, found = restorer.restore_text(
        "Kinh gui: ong Nguyen Van Hoa, Giam doc So Noi vu, de bao cao ket qua thuc hien"
    )
    names = [c for c in found if c.before in {"Nguyen", "Van", "Hoa"}]
    assert names
    assert all(c.confidence <= 0.8 and c.rule == "lexicon" for c in names)


def test_a_line_is_explained(restorer: Restorer) -> None:
    (told,) = restorer.explain(
        reading(TextSource.TEXT_INPUT, ["Ké hoach cong tac nam 2024 cia So Noi vu"])
    )
    first = told.rounds[0]
    assert first.verdict.damage.value == "eng"
    assert [word.chosen.text for word in first.words][:2] == ["Kế", "hoạch"]
    assert all(other.text != word.chosen.text for word in first.words for other in word.others)
    shown = "\n".join(told.lines())
    assert "round 1, kind of line: eng" in shown
    assert "'Ké' -> 'Kế' (channel " in shown


def test_the_explanation_tells_every_round_and_all_its_edits(restorer: Restorer) -> None:
    coded = "Céng hßa x· héi chñ nghÜa ViÖt Nam, ®éc lËp tù do h¹nh phóc, c¬ quan nhµ n\u00adíc"
    read = "Ké hoach cong tac nam 2024 cia So Noi vu tinh theo Quyét dinh sé 12/Qb-UBND"
    text = f"{coded}\n\n{read}"
    restored, found = restorer.restore_text(text)
    told = list(restorer.explain_text(text))
    assert [one.rounds[-1].after for one in told] == restored.split("\n")
    assert all(not one.rounds[-1].edits for one in told)
    assert {edit.rule for one in told for r in one.rounds for edit in r.edits} >= {
        change.rule for change in found
    }
    assert [one.is_changed for one in told] == [True, False, True]
    assert "legacy (a code before Unicode)" in "\n".join(told[0].lines())
    assert "'Qb' -> 'QĐ': code" in "\n".join(told[2].lines())


def test_a_long_text_is_worked_in_windows(restorer: Restorer) -> None:
    line = "Thuc hién Ké hoach cong tac nam cia So Noi vu"
    restored, _ = restorer.restore_text("\n".join([line] * 4500))
    assert set(restored.split("\n")) == {"Thực hiện Kế hoạch công tác năm của Sở Nội vụ"}


@pytest.mark.skipif(
    "VANBAN_DATA" not in os.environ, reason="VANBAN_DATA names no folder of reference texts"
)
def test_the_reference_document_is_restored_and_its_truth_left_alone(restorer: Restorer) -> None:
    home = Path(os.environ["VANBAN_DATA"]) / "seed"
    truth = (home / "truth.txt").read_text("utf-8")
    restored, _ = restorer.restore_text((home / "raw.txt").read_text("utf-8"))
    same = sum(a == b for a, b in zip(restored.split("\n"), truth.split("\n"), strict=True))
    assert same >= 0.7 * len(truth.split("\n"))
    assert restorer.restore_text(truth)[1] == ()


def test_what_the_reader_weighed_is_cheaper_than_what_the_channel_alone_proposes(
    restorer: Restorer,
) -> None:
    light, lexicon = restorer.mender.engine.proposer.light, restorer.mender.engine.lexicon

    def costs(told: ReaderEvidence) -> dict[int, float]:
        found = light.propose("bán", told, small_line=True)
        return dict(zip(found.words.tolist(), found.costs.tolist(), strict=True))

    alone, weighed = costs(ReaderEvidence(2.0)), costs(ReaderEvidence(2.0, (("bàn", 1.0),)))
    table, same = lexicon.ids["bàn"], lexicon.ids["bán"]
    assert weighed[table] == pytest.approx(1.0)
    assert weighed[table] < alone[table]
    others = alone.keys() - {table, same}
    assert others
    assert all(weighed[word] > alone[word] for word in others)


def test_what_a_reader_says_of_a_piece_is_found_behind_its_punctuation() -> None:
    words = (
        Word(
            "(bán,",
            0,
            confidence=0.98,
            alternatives=(Alternative("(bàn,", 0.5), Alternative("{bán,", 0.5)),
        ),
    )
    (told,) = told_of(cut("(bán,"), 2.0, words)
    assert [text for text, _ in told.others] == ["bàn"]
    assert told.theta < 2.0


def test_a_name_needs_more_to_change(restorer: Restorer) -> None:
    text = "Cán bộ phụ trách là anh Dũng và chị Thuỷ, mang lúa ra kho theo lệnh của xã."
    assert "Dũng" in restorer.restore(reading(TextSource.OCR, [text])).lines[0].text


def test_a_very_long_line_is_restored_in_chunks_beside_its_neighbours(restorer: Restorer) -> None:
    line = "Thuc hién Ké hoach cong tac nam " * 2000
    one, two = restorer.restore_text(f"{line}\nKé hoach cong tac nam 2024 cia So Noi vu")[0].split(
        "\n"
    )
    assert one.count("Thực hiện Kế hoạch công tác năm") >= 1990
    assert two == "Kế hoạch công tác năm 2024 của Sở Nội vụ"


def test_a_line_without_a_space_for_twenty_thousand_letters_is_left_alone(
    restorer: Restorer,
) -> None:
    line = "hiénKé" * 4000
    assert restorer.restore_text(f"{line}\nKé hoach cong tac nam 2024 cia So Noi vu")[0] == (
        f"{line}\nKế hoạch công tác năm 2024 của Sở Nội vụ"
    )


def test_a_line_that_is_left_alone_is_said_so(restorer: Restorer) -> None:
    lines = ["Ké hoach cong tac nam 2024", "tai ve: " + "hiénKé" * 4000]
    told = restorer.restore(reading(TextSource.TEXT_INPUT, lines)).notes
    assert told == ("line 2: 20,000 characters without a space are no text, left as they are",)
    assert restorer.restore(reading(TextSource.TEXT_INPUT, lines[:1])).notes == ()


def test_another_reading_of_another_length_is_found_between_the_same_signs() -> None:
    others = (Alternative("(bàng,", 0.5), Alternative("(b,àn", 0.5))
    (told,) = told_of(cut("(bán,"), 2.0, (Word("(bán,", 0, None, 0.98, others),))
    assert [text for text, _ in told.others] == ["bàng"]


@pytest.mark.parametrize(
    ("token", "weighed", "changed"),
    [
        ("QUYÉT", "QUYẾT", True),  # no word, and the reader weighed one
        ("QUYÉT", "QUYỀX", False),
        ("KSTTHQ", "KSTTHC", False),  # an abbreviation is none either way
        ("SYT", "SỸT", False),
    ],
)
def test_capitals_that_are_no_word_become_one_that_the_reader_weighed(
    restorer: Restorer,
    token: str,
    weighed: str,
    changed: bool,  # noqa: FBT001
) -> None:
    light, lexicon = restorer.mender.engine.proposer.light, restorer.mender.engine.lexicon
    found = light.propose(token, ReaderEvidence(2.0, ((weighed, 1.0),)), small_line=False)
    best = found.words[found.costs.argmin()]
    assert (int(best) == lexicon.id_of(weighed)) == changed
