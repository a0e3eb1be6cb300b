"""Plans made to fit, and what is said when they cannot."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.fixed_lengths import takes
from tests.helpers.golden_timelines import choices_of, planned
from voiceguide.errors import AskedError
from voiceguide.fit.fit import fit
from voiceguide.score.score import score
from voiceguide.score.timeline import lasting

if TYPE_CHECKING:
    from voiceguide.plan.plan import Plan
    from voiceguide.score.timeline import Takes

HOLD = """---
title: Reach
hold: 20s (5s-30s)
---

- hold {hold}
  - @half Breathe slowly into all your ribs.
"""
# Six words take 2.4 s: with what the codec adds and a frame in reserve 103 frames, 2.472 s. 5 s have room.


def fitted(text: str, options: str = "", voice: Takes = takes, **techniques: str) -> Plan:
    plan = fit(planned(text, choices_of(f"choices: {options}"), **techniques), voice)
    assert lasting(score(plan), voice) == plan.length
    return plan


def amount(plan: Plan, technique: str, value: str) -> int:
    return next(part for part in plan.parts if part.technique.name == technique).amount(value)


def refused(text: str, options: str, voice: Takes = takes, **techniques: str) -> str:
    with pytest.raises(AskedError) as caught:
        fitted(text, options, voice, **techniques)
    return str(caught.value)


def session(body: str, length: str = "") -> str:
    return f"---\ntitle: Day\n{length and f'length: {length}'}\n---\n\n{body}\n"
