"""Library spoken by the default voice: decoded independently, and its words recognised."""

from __future__ import annotations

import os
import re

import pytest

from tests.helpers import recogniser
from tests.helpers.golden_timelines import fit_and_lay_out
from tests.helpers.library_cues import ALLOWED_ERRORS, ALLOWED_ERRORS_EACH, decode_cues, technique_cues
from voiceguide.checks.estimate import estimate
from voiceguide.export.session import resolve_session
from voiceguide.plan.options import Choices
from voiceguide.plan.planner import make_plan
from voiceguide.script.files import DEFAULT_SESSION, shipped_dir
from voiceguide.script.library import Library

SHIPPED_LIBRARY = Library(shipped_dir())
NAMES = SHIPPED_LIBRARY.technique_names
OTHER_TECHNIQUES = sorted({*NAMES} - {use.technique for use in SHIPPED_LIBRARY.session(DEFAULT_SESSION).uses})
"""Techniques that are not in the default session, which test_heard.py covers."""

GROUP_COUNT = 8
GROUPS = range(GROUP_COUNT if os.environ.get("CI") else 1)
"""Groups of techniques to be recognised: all in CI, and elsewhere the first, since each takes about 15 s of CPU."""


@pytest.mark.judge
@pytest.mark.parametrize("group", GROUPS)
def test_a_recogniser_understands_every_technique(group: int) -> None:
    """Assert at most 3 % word errors over several techniques, and at most 6 % in each."""
    recogniser.require_recogniser()
    wrong, errors, words = {}, 0, 0
    for name in OTHER_TECHNIQUES[group::GROUP_COUNT]:
        distance, count, misheard = recogniser.count_word_errors(decode_cues(technique_cues(name)))
        errors, words = errors + distance, words + count
        if distance > ALLOWED_ERRORS_EACH * count:
            wrong[name] = misheard
    assert not wrong
    assert errors <= ALLOWED_ERRORS * words


@pytest.mark.parametrize("name", NAMES)
def test_no_figure_or_unit_reaches_the_voice(name: str) -> None:
    timeline = fit_and_lay_out(make_plan(*resolve_session(name), Choices()), estimate)
    spoken = " ".join(event.spoken for event in timeline.events)
    assert not re.search(r"\d|(?<![\w'])(s|sec|min|kg|cm)\b", spoken)
