"""Trust: a wrong number that nothing points at is silent; confidence is compared with what is right."""

from __future__ import annotations

from benchmarks.trust import (
    JudgedCell,
    calibration_error,
    judge,
    pointed_share,
    reliability,
    silent_share,
)

GOLD = {
    "scores": [{"criterion": "Cải cách thể chế", "points": "5.5", "points_max": "6", "rank": ""}]
}
WRONG = {"criterion": "Cải cách thể chế", "points": "5.0", "points_max": "6", "confidence": "0.9"}


def pointer(**more: str) -> dict[str, str]:
    return {"table": "scores", "field": "points", "row": "", "value": "", **more}


def test_a_wrong_number_is_silent_unless_review_points_at_it() -> None:
    assert silent_share(judge(GOLD, {"scores": [WRONG]})) == 1 / 2
    asked_of_all = (pointer(), pointer(row="1", field=""))  # its column, its row
    for right in (pointer(row="1"), pointer(row="9", value="5.0"), *asked_of_all):
        assert silent_share(judge(GOLD, {"scores": [WRONG], "review": [right]})) == 0
    for other in (
        pointer(row="2"),
        pointer(row="1", field="points_max"),
        pointer(row="1", table="results"),
    ):
        assert silent_share(judge(GOLD, {"scores": [WRONG], "review": [other]})) == 1 / 2


def test_a_cell_that_must_be_empty_and_a_row_too_many_are_wrong() -> None:
    assert [
        c.right for c in judge(GOLD, {"scores": [{**WRONG, "points": "5.5", "rank": "1"}]})
    ] == [True, True, True, False]
    assert [c.right for c in judge({"scores": []}, {"scores": [WRONG]})] == [False, False, False]


def test_how_early_review_points_at_what_is_wrong() -> None:
    review = [pointer(row="9"), pointer(row="1")]
    cells = judge(GOLD, {"scores": [WRONG], "review": review})
    assert pointed_share([(cells, (0.9, 0.4))]) == 1
    assert pointed_share([(cells, (0.9, 0.4))], 0.5) == 0
    assert pointed_share([]) == 1


def test_the_reviews_of_several_documents_are_joined_by_priority() -> None:
    cells = judge(GOLD, {"scores": [WRONG], "review": [pointer(row="1")]})
    assert pointed_share([(cells, (0.2,)), ((), (0.7, 0.6, 0.1))], 0.5) == 0
    assert pointed_share([(cells, (0.2,)), ((), (0.7, 0.6, 0.1))], 0.75) == 1


def cell(confidence: float, *, right: bool) -> JudgedCell:
    return JudgedCell(
        ("scores", 1, "points"), numeric=True, confidence=confidence, right=right, place=None
    )


def test_calibration() -> None:
    cells = [cell(0.5, right=i % 2 == 0) for i in range(40)]
    assert calibration_error(cells) == 0
    assert calibration_error([cell(1.0, right=False) for _ in range(7)]) == 1
    assert calibration_error([]) == 0


def test_reliability_shows_the_least_sure_first() -> None:
    cells = [cell(0.9, right=True) for _ in range(10)] + [cell(0.2, right=False) for _ in range(10)]
    bins = reliability(cells)
    assert bins[0] == (0.2, 0.0, 2)
    assert bins[-1] == (0.9, 1.0, 2)
