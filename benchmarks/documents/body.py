"""Writes the body of a document block by block and keeps the rows that each block stands for."""

from __future__ import annotations

import random
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import timedelta

from benchmarks.documents.citations import Citation, draw_citation, draw_proposal
from benchmarks.documents.items import ROMAN, Dealer, Item
from benchmarks.documents.rankings import ranked, result_fields, totals
from benchmarks.documents.setting import Fields, Setting, capital
from benchmarks.documents.vocabulary import Row, Shape, read, shapes

FIGURES = {
    "score",
    "score_max",
    "points",
    "points_max",
    "self_points",
    "appraised_points",
    "percent",
    "score_change",
    "score_prev",
}
FOOTNOTES = 0.12  # share of documents with one
VERBS = {
    "bao_cao": "báo cáo",
    "ke_hoach": "ban hành Kế hoạch",
    "to_trinh": "kính trình",
    "thong_bao": "thông báo",
}


@dataclass(slots=True)
class Body:
    """Paragraphs so far, the gold rows so far, the shapes used, and where we are."""

    setting: Setting
    rng: random.Random
    dealer: Dealer
    paragraphs: list[str] = field(default_factory=list)
    tables: dict[str, list[Row]] = field(default_factory=dict)
    used: list[str] = field(default_factory=list)
    section: str = ""
    article: int = 1
    order: Row = field(default_factory=dict)

    def add(self, table: str, row: Row) -> None:
        """Keep a gold row."""
        self.tables.setdefault(table, []).append(row)

    def say(self, text: str) -> None:
        """Keep paragraphs, a line each, with a capital first letter."""
        self.paragraphs += [capital(line) for line in text.split("\n") if line]


def _value(column: str, template: str | list[str], fields: Fields) -> str | list[str]:
    if isinstance(template, list):
        return [t.format_map(fields) for t in template]
    text = template.format_map(fields)
    if column == "section":
        return ".".join(part for part in text.split(".") if part)
    return text.replace(",", ".") if column in FIGURES else text


def _family(row: Row, fields: Fields) -> Row:
    key, rated = fields["family_key"], fields["self_rated"]
    own = row.get("entity") == fields["entity"]
    family: str | list[str] = ["par_index", "cchc"] if rated and own and key == "cchc" else key
    return {"index_family": family, "index_year": fields["year"]} | row


def _gold(template: Row, item: Item, body: Body) -> tuple[str, Row]:
    cells = {k: v for k, v in template.items() if not k.startswith("_")}
    row: Row = {column: _value(column, value, item.fields) for column, value in cells.items()}
    table = template.get("_table", "assignments")
    if table in {"results", "scores"}:
        return table, _family(row, item.fields)
    if table == "assignments":
        named = template.get("_deadline", "")
        row |= (
            item.deadlines[named].gold if named else {"deadline_kind": "none", "deadline_raw": ""}
        )
        row = body.order | row
    return table, row


def _keep(templates: tuple[Row, ...], item: Item, body: Body) -> None:
    for template in templates:
        table, row = _gold(template, item, body)
        if table == "results" and _told(row, body):
            row["_optional"] = True
        body.add(table, row | {"_shape": body.used[-1]})


def _told(row: Row, body: Body) -> bool:
    """Whether the text stated another result of the same body and year before: which of them counts is not told."""
    same = ("entity", "index_year")
    return any(
        all(old.get(c) == row.get(c) for c in same) for old in body.tables.get("results", [])
    )


def _decision(body: Body) -> tuple[Fields, Citation]:
    cited = draw_citation(body.setting, body.rng)
    number = body.rng.randint(100, 3000)
    text = f"Quyết định số {number}/QĐ-UBND ngày {cited.date} của UBND tỉnh"
    return {"decision": text, "decision_code": f"{number}/QĐ-UBND"}, cited


def _announced(shape: Shape, fields: Fields, cited: Citation, body: Body) -> None:
    if "{decision}" not in shape.lead:
        return
    code = fields["decision_code"]
    row = {
        "ref_type": "quyet_dinh",
        "code": code,
        "number": code.split("/")[0],
        "symbol": "QĐ-UBND",
    }
    date = cited.row["ref_date"]
    row |= {"issuer": "UBND tỉnh", "relation": ["announces", "mentions"]} | (
        {"ref_date": date} if date else {}
    )
    body.add("references", row)


def _index(shape: Shape, body: Body) -> Fields:
    """The index of a shape: areas of reform belong to the index of reform."""
    names = [name for name, key in read("phrases")["families"][body.setting.half] if key == "cchc"]
    if shape.slot != "areas" and "areas" not in shape.name and "area " not in shape.name:
        return {}
    name = body.rng.choice(names)
    return {"family": name, "Family": capital(name), "FAMILY": name.upper(), "family_key": "cchc"}


def write_shape(shape: Shape, body: Body) -> None:
    """Write one shape with drawn items."""
    body.used.append(shape.name)
    decision, cited = _decision(body)
    common = (
        body.setting.fields
        | _index(shape, body)
        | result_fields(body.dealer)
        | decision
        | {"s": body.section}
    )
    dealt = [body.dealer.item(n) for n in range(1, body.rng.randint(*shape.count) + 1)]
    numbered = [Item(common | i.fields | {"of": common["of"]}, i.deadlines) for i in dealt]
    items, first = ranked(body.dealer, numbered)
    whole = Item(dealt[0].fields | common | first | totals(items), dealt[0].deadlines)
    _announced(shape, common, cited, body)
    body.say(shape.lead.format_map(whole.fields))
    _keep(shape.lead_rows, whole, body)
    for item in items:
        own = Item(item.fields | {"art": str(body.article + 1)}, item.deadlines)
        body.article += shape.slot in {"articles", "execution"}
        body.say(shape.each.format_map(own.fields))
        _keep(shape.rows, own, body)
    body.say(shape.foot.format_map(whole.fields))
    _keep(shape.foot_rows, whole, body)


def _pick(slot: str, body: Body) -> Shape:
    return body.rng.choice([s for s in shapes(body.setting.half) if s.slot == slot])


def _phrase(name: str, body: Body, fields: Fields) -> str:
    return str(body.rng.choice(read("phrases")[name][body.setting.half])).format_map(fields)


def _opening(body: Body) -> None:
    half, phrases = body.setting.half, read("phrases")
    one, two = draw_citation(body.setting, body.rng), draw_citation(body.setting, body.rng)
    index = body.rng.randrange(len(phrases["opening"][half]))
    template, relation = phrases["opening"][half][index], phrases["relations"][half][index]
    verb = VERBS.get(body.setting.kind["key"], "hướng dẫn")
    names = {
        "ref": one.text,
        "ref2": two.text,
        "verb": verb,
        "refdate": one.date,
        "refissuer": one.issuer,
        "ref_code_only": one.short,
    }
    body.say(template.format_map(body.setting.fields | names))
    body.add("references", one.row | {"relation": relation} | _parted(one, template))
    if "{ref2}" in template:
        body.add("references", two.row | {"relation": relation})


def _parted(cited: Citation, template: str) -> Row:
    if "{ref_code_only}" not in template:
        return {}
    day, month, year = cited.date.split("/")
    return {"ref_date": f"{year}-{int(month):02d}-{day}", "issuer": [cited.issuer, ""]}


def _basis(body: Body) -> None:
    half, phrases = body.setting.half, read("phrases")["basis"]
    for template, relation in zip(phrases[half], phrases[f"basis_{half}"], strict=True):
        draw = draw_proposal if "đề nghị" in template else draw_citation
        cited = draw(body.setting, body.rng)
        body.say(template.format_map(body.setting.fields | {"ref": cited.text}))
        body.add("references", cited.row | {"relation": relation})


def _decide(body: Body) -> None:
    word = "QUYẾT NGHỊ:" if body.setting.kind["key"] == "nghi_quyet" else "QUYẾT ĐỊNH:"
    body.say(word)
    subject = body.setting.fields["subject"].removeprefix("Về việc ")
    names = {"subject_low": subject, "subject_verb": subject[:1].lower() + subject[1:]}
    body.say(_phrase("decide", body, body.setting.fields | names))


def _lead(body: Body) -> None:
    body.say(_phrase("lead", body, body.setting.fields))
    body.order = {"force": "order", "assigner": body.setting.fields["chief"]}


def _negatives(body: Body) -> None:
    for _ in range(2):
        body.say(body.dealer.word("negatives"))


def _printed(name: str) -> Callable[[Body], None]:
    """A block of fixed sentences without rows, such as what an invitation says."""

    def write(body: Body) -> None:
        lines = body.rng.choice(read("phrases")[name][body.setting.half])
        day = body.setting.issued + timedelta(days=body.rng.randint(3, 20))
        at = f"{day.day:02d}/{day.month:02d}/{day.year}"
        body.say("\n".join(lines).format_map(body.setting.fields | {"at": at}))

    return write


def _closing(body: Body) -> None:
    type_word = body.setting.kind["title"].capitalize() or "ý kiến"
    body.say(_phrase("closing", body, body.setting.fields | {"type_word": type_word}))


def _paragraph_orders(body: Body) -> None:
    shape = body.rng.choice(
        [s for s in shapes(body.setting.half) if s.slot == "orders" and "{n}" not in s.each]
    )
    write_shape(shape, body)


WRITERS = {
    "opening": _opening,
    "basis": _basis,
    "decide": _decide,
    "lead": _lead,
    "negatives": _negatives,
    "closing": _closing,
    "orders_paragraph": _paragraph_orders,
    "invitation": _printed("invitation"),
    "minutes": _printed("minutes"),
    "minutes_end": _printed("minutes_end"),
}


def _heading(key: str, body: Body) -> None:
    count = ROMAN.index(body.section) + 1 if body.section else 0
    body.section = ROMAN[count]
    text = body.rng.choice(read("phrases")["headings"][key][body.setting.half])
    body.paragraphs.append(f"{body.section}. {text}")


def write_body(setting: Setting, rng: random.Random) -> Body:
    """The body of a document: every block of one of its type's plans."""
    body = Body(setting, rng, Dealer(setting, rng))
    for block in rng.choice(setting.kind["blocks"]):
        heading, _, slot = block.rpartition("|")
        if heading:
            _heading(heading, body)
        if slot in WRITERS:
            WRITERS[slot](body)
        else:
            write_shape(_pick(slot, body), body)
    if rng.random() < FOOTNOTES:
        _footnote(body)
    return body


def _footnote(body: Body) -> None:
    """A footnote where a page happened to end: between two paragraphs, without rows."""
    text = f"1 {_phrase('footnotes', body, body.setting.fields)}"
    body.paragraphs.insert(body.rng.randint(1, len(body.paragraphs)), text)
