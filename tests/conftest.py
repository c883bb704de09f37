"""For all tests: Hypothesis measures no time, since machines are noisy and a slow example is no fault."""

from __future__ import annotations

from hypothesis import settings

settings.register_profile("vanban", deadline=None)
settings.load_profile("vanban")
