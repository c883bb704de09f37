"""The files say of invented documents what was approved, to the byte."""

from __future__ import annotations

import approved
from support import document

from extract import pipeline
from extract.tables.writing import reckon, shown

OUTPUTS = range(100, 106)


def test_the_files_of_invented_documents_are_as_approved() -> None:
    documents = [
        pipeline.document((f"{seed}.png",), f"{seed:064}", approved.restored(seed), approved.checked(seed), approved.OPTIONS)
        for seed in OUTPUTS
    ]  # fmt: skip
    documents.append(document())
    made = {}
    for excel in (False, True):
        files = reckon([shown(one, forms=("hocr",)) for one in documents], excel=excel)
        made["excel" if excel else "plain"] = {file.path: file.sha256[:10] for file in files}
    approved.agree("tables/approved", made)
