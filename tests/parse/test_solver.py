"""What columns of figures hold is told by their arithmetic (sums, shares, ranks, changes); what breaks it is proposed, never set."""

from __future__ import annotations

import random

import pytest

from extract.parse.grids.repairs import proposals
from extract.parse.grids.solver import agreed, contradicted, solve
from extract.parse.values import Figure, read_cell

Columns = list[list[Figure | None]]


def columns(*rows: str) -> Columns:
    return [list(map(read_cell, column)) for column in zip(*map(str.split, rows), strict=True)]


def roles(*rows: str, told: tuple[str, ...] = ()) -> str:
    answer = solve(columns(*rows), told)
    return " ".join(role or "-" for role in answer.roles) if answer else ""


PARTS = ("58,75 30,12 88,87 1", "57,50 29,80 87,30 2", "55,25 29,41 84,66 3", "54,00 29,05 83,05 4")
YEARS = ("85,12 3 90,25 1 +2", "86,20 1 89,10 2 -1", "85,90 2 88,75 3 -1", "80,00 4 81,30 4 0")
SHARES = ("100 92,50 92,50", "100 90,25 90,25", "95 84,00 88,42", "100 79,75 79,75")


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (PARTS, "part part points rank"),
        (YEARS, "former former_rank points rank rank_change"),
        (SHARES, "max points percent"),
        (
            ("14,5 14 13,5 93,10%", "12,5 12 10,5 84,00%", "12,5 12 10 80,00%"),
            "max self points percent",
        ),
        (("15 13,5 90", "10 8,5 85", "20 18 90", "12 10,5 87,5"), "max points percent"),
        (("100 92,5 1", "100 90 2", "100 81 3"), "max points rank"),
        (("1 92,5", "2 90", "3 81,5"), "rank points"),
        (("92,5 90,0 2,5", "80 85 -5", "70,5 69 1,5"), "points former score_change"),
        (("90 1", "80 2", "95 1", "85 2", "70 3"), "points rank"),  # two groups
        (("92,5 1", "90 2", "x 3", "81 4", "80,5 5"), "points rank"),  # a cell that was not read
    ],
)
def test_what_columns_hold_needs_no_head(rows: tuple[str, ...], found: str) -> None:
    assert roles(*rows) == found


@pytest.mark.parametrize(
    "rows",
    [
        ("92,5 1", "90 2"),  # two rows prove nothing
        ("12,5 10,5", "12,5 10,25", "12,5 9,75"),  # a maximum alone is no proof
        ("14,5 13,5 50%", "12,5 10,5 10%", "12,5 10 33%"),
        ("10 20", "30 15", "25 40", "5 7"),
        ("90 3", "80 1", "70 4", "60 2"),  # ranks of something else
    ],
)
def test_without_a_proof_there_is_no_answer(rows: tuple[str, ...]) -> None:
    assert roles(*rows) == ""


def test_of_a_share_and_its_maximum_the_maximum_is_the_same_for_many() -> None:
    """13,5 of 14,5 is 93,1 per cent, and 13,5 of 93,1 is 14,5."""
    rows = ("14,5 13,5 93,10", "12,5 10,5 84,00", "12,5 10,0 80,00", "14,5 11,0 75,86")
    assert roles(*rows) == "max points percent"


def test_a_digit_misread_in_one_row_of_five_costs_no_role() -> None:
    rows = ("58,75 30,12 38,87 1", *PARTS[1:], "51,50 28,13 79,63 5")
    assert roles(*rows) == "part part points rank"


def test_words_decide_between_two_answers_that_are_as_good() -> None:
    """Two columns in the order of the ranks, neither beside them, none the sum of others."""
    rows = ("92,5 1 95", "90 2 94,5", "81 3 80", "70 4 79")
    assert roles(*rows) == "points rank -"
    assert roles(*rows, told=("self", "", "points")) == "- rank points"


@pytest.mark.parametrize(
    ("told", "rows", "expected"),
    [
        (("points", "rank"), ("90 1", "80 2", "70 3"), False),
        (("points", "rank"), ("90 3", "80 1", "70 2"), True),
        (("max", "points"), ("100 90", "100 80", "100 70"), False),
        (("points", "max"), ("100 90", "100 80", "100 70"), True),
        (("rank", "rank"), ("90 1", "80 2", "70 3"), True),  # nothing is points
        (("points", "rank"), ("90 2", "80 1"), False),  # too few rows to say
    ],
)
def test_heads_that_arithmetic_contradicts_are_noticed(
    told: tuple[str, ...], rows: tuple[str, ...], *, expected: bool
) -> None:
    assert contradicted(told, columns(*rows)) is expected


def test_a_word_that_tells_more_than_arithmetic_stays() -> None:
    assert agreed("appraised", "points") == "appraised"
    assert agreed("rank", "points") == "points"
    assert agreed("value", "") == "part"


def test_many_rows_and_columns_cost_little() -> None:
    """Eight columns of which each may be ranks, two thousand rows: some are looked at."""
    rng = random.Random(5)
    rows = [" ".join(map(str, rng.choices(range(1, 500), k=8))) for _ in range(2000)]
    assert roles(*rows) == ""
    assert roles(*(row + " 7" for row in rows)) == ""  # nine are not tried


def proposed(*rows: str) -> dict[tuple[int, int], list[str]]:
    """Row and column to what is proposed."""
    cells = columns(*rows)
    answer = solve(cells)
    assert answer is not None
    return {(p.row, p.column): list(map(str, p.values)) for p in proposals(cells, answer)}


LAST = ("53,25 28,90 82,15 5", "53,00 28,10 81,10 6")


def test_a_table_that_adds_up_gets_no_proposal() -> None:
    for rows in (PARTS, YEARS, SHARES):
        assert proposed(*rows) == {}


@pytest.mark.parametrize(
    ("row", "place", "values"),
    [
        ("55,25 29,41 34,66 3", (2, 2), ["84.66"]),  # sum and order name the total
        ("35,25 29,41 84,66 3", (2, 0), ["55.25"]),  # the order is right: a part
        ("55,25 29,41 84,66 8", (2, 3), ["3"]),
        ("55,25 29,41 84,66 2", (2, 3), ["3"]),  # the rank of the row above
    ],
)
def test_the_digit_that_would_mend_its_row_is_proposed(
    row: str, place: tuple[int, int], values: list[str]
) -> None:
    assert proposed(*PARTS[:2], row, PARTS[3], *LAST)[place] == values


def test_a_part_that_would_mend_the_sum_and_not_the_order_is_no_proposal() -> None:
    assert proposed(*PARTS[:2], "55,25 29,41 34,66 3", PARTS[3], *LAST).keys() == {(2, 2)}


def test_two_wrong_figures_of_a_row_are_not_guessed() -> None:
    assert proposed(*PARTS[:2], "15,25 29,41 34,66 3", PARTS[3], *LAST) == {}


def test_a_percent_names_what_it_may_have_been() -> None:
    rows = ("15 13,5 90,00", "10 8,5 85,00", "20 18 40,00", "12 10,5 87,50", "8 6 75,00")
    assert proposed(*rows) == {(2, 2): ["90.00"]}


def test_a_proposal_says_which_arithmetic_fails() -> None:
    cells = columns("15 13,5 90,00", "10 8,5 85,00", "20 18 40,00", "12 10,5 87,50", "8 6 75,00")
    answer = solve(cells)
    assert answer is not None
    assert [p.proof for p in proposals(cells, answer)] == [("percent",)]
