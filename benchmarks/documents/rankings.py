"""Draws the figures that belong to a whole list: the ranking of bodies, the totals of areas, the one body's result."""

from __future__ import annotations

import random
from decimal import Decimal

from benchmarks.documents.items import Dealer, Item, comma, percent
from benchmarks.documents.setting import Fields


def _hundredths(rng: random.Random, low: int, high: int) -> Decimal:
    return Decimal(rng.randint(low * 100, high * 100)) / 100


def result_fields(dealer: Dealer) -> Fields:
    """The one body's score and rank, and scores of other indexes."""
    rng, rated = dealer.rng, dealer.setting.fields["self_rated"]
    of, up = 63 if rated else rng.randint(12, 30), rng.randint(1, 5)
    rank = rng.randint(up + 2, of)
    scores = {k: comma(_hundredths(rng, 61, 97)) for k in ("score", "score2", "score3")}
    ranks = {k: str(rng.randint(2, 62)) for k in ("rank2", "rank3")}
    numbers = {"rank": rank, "of": of, "up": f"{up:02d}", "rank_prev": rank - up}
    return scores | ranks | {k: str(v) for k, v in numbers.items()} | {
        "c1": comma(Decimal(rng.randint(9, 24)) / 4),
        "c2": comma(Decimal(rng.randint(20, 48)) / 4),
        "c3": comma(Decimal(rng.randint(12, 32)) / 4),
        "delta": comma(_hundredths(rng, 1, 4)), "papi": comma(_hundredths(rng, 39, 48)),
        "grade": dealer.item(1).fields["grade"],
    }  # fmt: skip


def ranked(dealer: Dealer, items: list[Item]) -> tuple[list[Item], Fields]:
    """Items with bodies and falling scores, and the first three of them under names of their own."""
    out, score = [], _hundredths(dealer.rng, 93, 97)
    lead: Fields = {}
    units = list(dict.fromkeys(dealer.setting.units))
    bodies = dealer.rng.sample(units, min(len(items), len(units)))
    for number, (item, body) in enumerate(zip(items, bodies, strict=False), 1):
        score -= _hundredths(dealer.rng, 0, 2) + Decimal("0.01")
        survey = _hundredths(dealer.rng, 20, 29)
        own = {
            "body": body,
            "bscore": comma(score),
            "bsurvey": comma(survey),
            "bpart": comma(score - survey),
        }
        past = {
            "bprev": comma(_hundredths(dealer.rng, 70, 90)),
            "brprev": str(dealer.rng.randint(1, len(items))),
        }
        out.append(Item(item.fields | own | past, item.deadlines))
        lead |= {f"b{number}": own["body"], f"b{number}score": own["bscore"]}
    return out, lead


def _total(items: list[Item], name: str) -> Decimal:
    return sum((Decimal(i.fields[name].replace(",", ".")) for i in items), Decimal(0))


def totals(items: list[Item]) -> Fields:
    """The sums of the items' points, maxima and own points."""
    points, most, own = (_total(items, name) for name in ("pts", "max", "self"))
    share = percent(points, most) if most else ""
    return {
        "total": comma(points),
        "total_max": comma(most),
        "total_self": comma(own),
        "total_pct": share,
    }
