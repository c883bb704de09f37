"""How well and how fast `vanban find` answers: queries from the true texts of a folder among generated pages.

    python benchmarks/search.py --texts samples/truth --pages 10000

The pages are made of words of the texts (none with a figure, so that their codes stay their own), in another order, with numbers of their own; the index is made through the same door as
`vanban index`. Queries are five words in a row from the texts (half of them without marks), codes, and words that nowhere stand.
"""

from __future__ import annotations

import argparse
import random
import re
import tempfile
import time
from pathlib import Path

from extract.export import search
from extract.export.search import Wish
from extract.fold import fold, unaccent

NONSENSE = 50
LENGTH = 300  # words of a generated page
RUN = 5  # words of a query


def made_page(rng: random.Random, words: list[str], number: int) -> str:
    """A page of the texts' words, each sentence of another order, with a code that no other has."""
    body = " ".join(rng.choice(words) for _ in range(LENGTH))
    return f"Số: {number}/TB-XX{number % 97}\n{body}"


def build(db: Path, texts: list[str], pages: int, rng: random.Random) -> float:
    """The index of the texts and the generated pages; seconds it took."""
    words = [w for text in texts for w in text.split() if not re.search(r"\d", w)]
    facts = {"code": "", "issued_date": "", "doc_type": "", "issuer": "", "page_from": 1}
    began = time.perf_counter()
    with search._open(db) as connection:  # noqa: SLF001 - measured without making folders
        connection.execute("BEGIN")
        search._prepare(connection, db)  # noqa: SLF001
        for number in range(len(texts) + pages):
            own = number < len(texts)
            text = texts[number] if own else made_page(rng, words, 10**6 + number)
            name = f"{'text' if own else 'made'} {number}"
            told = ("", name, "")
            made = connection.execute(
                "INSERT INTO paper(folder, doc_id, stamp) VALUES (?, ?, ?)", told
            )
            search._add_pages(  # noqa: SLF001
                connection, made.lastrowid or 0, [facts | {"source": name}], [(text, text)]
            )
        connection.execute("COMMIT")
    return time.perf_counter() - began


def asked(texts: list[str], queries: int, rng: random.Random) -> list[tuple[str, str]]:
    """Queries with the text that each is from."""
    found = []
    for number in range(queries):
        at = rng.randrange(len(texts))
        words = re.findall(r"\w+", texts[at])
        start = rng.randrange(max(1, len(words) - RUN))
        query = " ".join(words[start : start + RUN])
        found.append((unaccent(query) if number % 2 else query, f"text {at}"))
    return found


def codes_of(texts: list[str]) -> list[tuple[str, str]]:
    """Every code of the texts that stands in few of them, with one that has it."""
    where: dict[str, list[str]] = {}
    for at, text in enumerate(texts):
        for code in set(search._CODE.findall(fold(text))):  # noqa: SLF001
            where.setdefault(code, []).append(f"text {at}")
    return [(code, names[0]) for code, names in where.items() if len(names) <= RUN]


def score(db: Path, pairs: list[tuple[str, str]]) -> tuple[float, list[float]]:
    """The share of queries whose text is among the first ten hits, and the seconds of each."""
    right, times = 0, []
    for query, name in pairs:
        began = time.perf_counter()
        hits = search.find(db, Wish(query))
        times.append(time.perf_counter() - began)
        right += name in {hit.source for hit in hits}
    return right / max(1, len(pairs)), sorted(times)


def told(name: str, share: float, times: list[float]) -> None:
    """A line of figures."""
    middle, late = times[len(times) // 2], times[int(len(times) * 0.95)]
    print(
        f"{name}: {share:.3f} of {len(times)}, {1000 * middle:.1f} ms (p95 {1000 * late:.1f} ms, worst {1000 * times[-1]:.0f} ms)"
    )


def main() -> None:
    """Build, ask, tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--texts", type=Path, default=Path("samples/truth"))
    parser.add_argument("--pages", type=int, default=100_000)
    parser.add_argument("--queries", type=int, default=300)
    parser.add_argument("--seed", type=int, default=1)
    args = parser.parse_args()
    rng = random.Random(args.seed)  # noqa: S311 - the same pages each time
    files = sorted(args.texts.rglob("*.txt"))
    texts = [p for f in files for p in f.read_text(encoding="utf-8").split("\f") if p.strip()]
    with tempfile.TemporaryDirectory() as place:
        db = Path(place) / "archive.sqlite"
        seconds = build(db, texts, args.pages, rng)
        total = len(texts) + args.pages
        print(f"{total} pages indexed, {60 * total / seconds:.0f} a minute")
        told("recall@10", *score(db, asked(texts, args.queries, rng)))
        told("codes", *score(db, codes_of(texts)))
        empty = sum(not search.find(db, Wish(f"kế hoạch qzx{n}vwj")) for n in range(NONSENSE))
        print(f"nonsense empty: {empty} of {NONSENSE}")


if __name__ == "__main__":
    main()
