"""What people answered teaches the other papers of the same folder, and no other folder."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from answered_papers import NOON, PAPER, read, rows, run, say
from scripted import contents

from extract import dictionaries
from extract.batch.files import forget_documents
from extract.check.archive import Claim, claim_of, verdicts
from extract.check.sureness import answered, moved
from extract.decisions import Decision, Judgement, decided
from extract.decisions.learned import FOLDER, learned
from extract.fold import unaccent
from extract.tables.files import STATE

SAID = Decision(
    when=NOON,
    who="Lan",
    sha256="ab" * 32,
    part=1,
    table="documents",
    field="issuer",
    verdict=Judgement.CORRECTED,
    after="Chi cục Quan trắc Địa chấn",
)
#: Invented offices that no list of ours has.
OFFICES = (
    "Chi cục Quan trắc Địa chấn",
    "Trung tâm Khảo cứu Thổ nhưỡng",
    "Viện Kiểm thử Vật liệu Gốm",
)


def said(field: str, after: str, verdict: Judgement = Judgement.CORRECTED) -> Decision:
    return msgspec.structs.replace(SAID, field=field, after=after, verdict=verdict)


def texts(*decisions: Decision) -> dict[str, str]:
    files = learned(decisions)
    return {name.partition(".")[0]: data.decode() for name, data in files.items()}


def lines(text: str) -> list[str]:
    return [line for line in text.splitlines() if not line.startswith("#")][1:]


def test_units_places_names_and_codes_are_learned() -> None:
    found = texts(
        SAID,
        said("place", "Suối Thử"),
        said("signer_name", "Lê Hoàng Ển"),
        said("symbol", "BC-QTĐX"),
    )
    assert lines(found["agencies"]) == [
        "chi_cuc_quan_trac_dia_chan\tChi cục Quan trắc Địa chấn\tlearned"
    ]
    assert lines(found["towns"]) == ["Suối Thử\t00"]
    assert lines(found["code_symbols"]) == ["QTĐX\torgan"]
    assert "given\tỂn\tm\t2" in lines(found["given_names"])


@pytest.mark.parametrize(
    "decision",
    [
        said("issuer", "Sở Nội vụ"),  # our own lists have it
        said("place", "Hà Nội"),
        said("signer_name", "Nguyễn Văn An"),
        said("symbol", "QĐ-UBND"),
        said("issuer", "", Judgement.EMPTY),
        said("issuer", "Chi cục Thử nghiệm", Judgement.ILLEGIBLE),
        said("subject", "Về việc thử nghiệm"),
        said("signer_name", "Lê\tHoàng"),  # no cell of a list
        said("place", "# list: agencies"),
    ],
    ids=lambda decision: f"{decision.field}={decision.after!r}",
)
def test_nothing_is_learned_from(decision: Decision) -> None:
    assert learned([decision]) == {}


def looked_at(count: int, verdict: Judgement) -> list[Decision]:
    """Answers about the unit of so many rows."""
    made = msgspec.structs.replace(
        SAID,
        table="assignments",
        field="unit",
        before="Sở Nội vụ",
        after="Sở Nội vụ",
        verdict=verdict,
    )
    return [msgspec.structs.replace(made, key=f"{number}") for number in range(count)]


def test_from_fifty_answers_on_it_is_counted_how_often_a_column_is_wrong() -> None:
    right = looked_at(40, Judgement.RIGHT)
    assert "answered" not in texts(*right, *looked_at(9, Judgement.EMPTY))
    found = texts(*right, *looked_at(10, Judgement.EMPTY))
    assert lines(found["answered"]) == ["assignments\tunit\t50\t10"]


def test_a_column_found_right_is_asked_about_less_and_one_found_wrong_more(tmp_path: Path) -> None:
    for verdict, less in ((Judgement.RIGHT, True), (Judgement.EMPTY, False)):
        ((name, data),) = learned(looked_at(50, verdict)).items()
        (tmp_path / name).write_bytes(data)
        by = answered(dictionaries.load((tmp_path / name,)))["assignments", "unit"]
        assert (moved(0.3, by) < 0.3) is less
    assert answered(dictionaries.load()) == {}


def test_the_same_answers_teach_the_same_in_any_order(tmp_path: Path) -> None:
    told = [SAID, said("issuer", "Trung tâm Khảo cứu Thổ nhưỡng"), said("place", "Suối Thử")]
    files = learned(told)
    assert learned(told[::-1]) == files
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
    dictionaries.load(tuple(sorted(tmp_path.iterdir())))  # they are dictionaries like a user's own


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Two papers of an office that no list has, one of them without marks."""
    folder = tmp_path / "in"
    folder.mkdir()
    write(folder, OFFICES[0])
    return folder


def write(folder: Path, office: str) -> None:
    for name, form in (("a.txt", str), ("b.txt", unaccent)):
        text = PAPER.replace("SỞ NỘI VỤ  ", f"{form(office.upper())}  ")
        text = text.replace("Sở Nội vụ thông báo", f"{form(office)} thông báo")
        (folder / name).write_text(
            text.replace("12/TB", "12/TB" if form is str else "13/TB"), encoding="utf-8"
        )


def issuers(out: Path) -> dict[str, str]:
    return {row["source"]: row["issuer"] for row in rows(out, "documents")}


@pytest.mark.parametrize("office", OFFICES)
def test_a_confirmed_office_is_read_in_the_other_papers(
    folder: Path, tmp_path: Path, office: str
) -> None:
    write(folder, office)
    out = tmp_path / "out"
    run(folder, out)
    assert issuers(out)["b.txt"] != office
    say(out, "documents", "issuer", office)
    run(folder, out, learned=False)
    assert issuers(out)["b.txt"] != office
    run(folder, out)
    assert set(issuers(out).values()) == {office}
    run(folder, tmp_path / "elsewhere")
    assert issuers(tmp_path / "elsewhere")["b.txt"] != office


def test_D9_D10_a_run_that_learned_is_repeated_to_the_byte(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(folder, out)
    say(out, "documents", "issuer", OFFICES[0])
    run(folder, out)
    once = contents(out)
    run(folder, out)
    assert contents(out) == once
    run(folder, out, fresh=True)
    assert contents(out) == once


def test_P1_a_forgotten_paper_teaches_no_more(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(folder, out)
    told = say(out, "documents", "issuer", OFFICES[0])
    run(folder, out)
    assert list((out / STATE / FOLDER).iterdir())
    forget_documents(out, [told.sha256[:16]])
    assert list((out / STATE / FOLDER).iterdir()) == []


# Names of signers, which go by the archive's papers (extract.check.archive).


def paper(signer: str | None, *readings: str, office: str = "so y te", told: bool = False) -> Claim:
    return Claim(office, "TB-SYT", None, None, signer, readings=readings, said=told)


def signers(*papers: Claim) -> list[str | None]:
    found = verdicts({(f"{at:02}", 1): claim for at, claim in enumerate(papers)})
    return [
        v.signer if (v := found.get(f"{at:02}", {}).get(1)) else None for at in range(len(papers))
    ]


def test_a_name_that_a_person_gave_repairs_stamps_of_other_offices_by_marks_alone() -> None:
    given = paper("Trần Văn Mẫn", told=True)
    assert signers(given, paper(None, "Tran Vãn Mân", office="so noi vu"))[1] == "Trần Văn Mẫn"
    assert signers(given, paper(None, "Trân Vãn Mãnh", office="so noi vu"))[1] is None
    assert (
        signers(paper("Trần Văn Mẫn"), paper(None, "Tran Vãn Mân", office="so noi vu"))[1] is None
    )


def test_two_given_names_with_the_same_letters_repair_nothing() -> None:
    both = (paper("Trần Văn Mẫn", told=True), paper("Trần Văn Mân", told=True))
    assert signers(*both, paper(None, "Tran Van Man", office="so noi vu"))[2] is None


def test_names_of_several_signers_are_repaired_together_or_not_at_all() -> None:
    given = paper("Trần Văn Mẫn|Lê Thị Hoa", told=True)
    assert signers(given, paper(None, "Trân Vãn Mân|Lê Thi Hoa"))[1] == "Trần Văn Mẫn|Lê Thị Hoa"
    assert signers(given, paper(None, "Trân Vãn Mân|Phạm Quốc Bảo"))[1] is None


def test_an_answered_signer_counts_as_a_printed_one(folder: Path, tmp_path: Path) -> None:
    out = tmp_path / "out"
    run(folder, out)
    part = read(out).parts[0]
    header = replace(part.extracted.header, signer_name="Nguyên Vân Tâm", signer_source="stamp")
    stamped = replace(part, extracted=replace(part.extracted, header=header))
    told = msgspec.structs.replace(
        SAID, field="signer_name", after="Nguyễn Văn Tám", before="Nguyên Vân Tâm"
    )
    before, after = claim_of(stamped), claim_of(decided(stamped, [told]))
    assert before is not None
    assert after is not None
    assert (before.signer, after.signer, after.said) == (None, "Nguyễn Văn Tám", True)
