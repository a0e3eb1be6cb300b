"""Fitted plans, and the messages of those that cannot be fitted."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.helpers.fixed_lengths import fixed_measure
from tests.helpers.golden_timelines import parse_choices, plan_script
from voiceguide.errors import RequestError
from voiceguide.fit.fit import fit
from voiceguide.score.layout import score_length
from voiceguide.score.score import write_score

if TYPE_CHECKING:
    from voiceguide.plan.plan import Plan
    from voiceguide.score.layout import Measure

HOLD_SCRIPT = """---
title: Reach
hold: 20s (5s-30s)
---

- hold {hold}
  - @half Breathe slowly into all your ribs.
"""
# Six words take 2.4 s: with what the codec adds and a frame in reserve 103 frames, 2.472 s. 5 s have room.


def fit_script(text: str, options: str = "", voice: Measure = fixed_measure, **techniques: str) -> Plan:
    plan = fit(plan_script(text, parse_choices(f"choices: {options}"), **techniques), voice)
    assert score_length(write_score(plan), voice) == plan.length
    return plan


def planned_amount(plan: Plan, technique: str, value: str) -> int:
    return next(part for part in plan.techniques if part.technique.name == technique).amount(value)


def refusal(text: str, options: str, voice: Measure = fixed_measure, **techniques: str) -> str:
    with pytest.raises(RequestError) as caught:
        fit_script(text, options, voice, **techniques)
    return str(caught.value)


def session_script(body: str, length: str = "") -> str:
    return f"---\ntitle: Day\n{length and f'length: {length}'}\n---\n\n{body}\n"
