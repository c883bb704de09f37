"""Restoration makes of invented documents what was approved."""

from __future__ import annotations

import approved
from approved import restored, summed


def test_invented_documents_are_restored_as_approved() -> None:
    approved.agree(
        "restore/approved",
        {
            str(seed): {
                "text": summed([line.text for line in restored(seed).lines]),
                "doubted": summed(
                    [(line.confidence, line.strange) for line in restored(seed).lines]
                ),
                "corrections": summed(restored(seed).corrections),
                "file": summed((restored(seed).encoding, restored(seed).restored_share)),
            }
            for seed in approved.SEEDS
        },
    )
