"""The page of recipes: each script has the times that its source gives, and is clean."""

from __future__ import annotations

import re
from functools import partial
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.helpers.golden_timelines import plan_script
from voiceguide import units
from voiceguide.checks.dry_run import find_problems
from voiceguide.checks.estimate import estimate
from voiceguide.checks.warnings.timing import DryRun
from voiceguide.fit.fit import fit
from voiceguide.score.activities import find_activities
from voiceguide.score.layout import lay_out
from voiceguide.score.score import write_score
from voiceguide.script.formatter import format_source
from voiceguide.script.reader import read_technique

if TYPE_CHECKING:
    from voiceguide.score.timeline import Event

PAGE = (Path(__file__).parents[2] / "docs" / "recipes.md").read_text("utf-8")
RECIPES = {
    title: (script, times.strip().splitlines())
    for title, script, times in re.findall(
        r"^## (.+?)\n\n.*?```markdown\n(.*?)```\n\n```text\n(.*?)```", PAGE, re.DOTALL | re.MULTILINE
    )
}
FRAME_SECONDS = units.to_seconds(units.FRAME_SAMPLES)


def recipe_events(script: str) -> tuple[Event, ...]:
    plan = fit(plan_script(script), estimate)
    timeline = lay_out("recipe", "Recipe", write_score(plan), estimate)
    return tuple(event for event in timeline.events if event.context.technique == "given")


@pytest.mark.parametrize("title", RECIPES)
def test_a_recipe_has_the_times_of_its_source(title: str) -> None:
    script, checks = RECIPES[title]
    events = recipe_events(script)
    activities = find_activities(events)
    for check in checks:
        label, _, expected = check.partition(" ")
        if label == "words":
            assert " ".join(event.text for event in events if event.role == "cue" and event.text) == expected
        elif label == "lasts":
            lengths = [units.to_seconds(activity.end - activity.start) for activity in activities]
            assert lengths == pytest.approx(list(map(float, expected.split())), abs=2 * FRAME_SECONDS)
        elif label == "beat":
            ticks = [
                event.start + event.sound.delay for event in events if event.sound and event.sound.is_tick
            ]
            period = round(float(expected) * units.SAMPLE_RATE)
            assert len(ticks) > 2
            assert all((later - earlier) % period == 0 for earlier, later in pairwise(ticks))
        else:
            first = activities[0].start
            found = [units.to_seconds(event.start - first) for event in events if event.tone == label]
            wanted = list(map(float, expected.split()))
            assert found[-len(wanted) :] == pytest.approx(wanted, abs=FRAME_SECONDS)
            assert label == "end" or len(found) == len(wanted)


@pytest.mark.parametrize("title", RECIPES)
def test_a_recipe_is_clean_and_tidy(title: str) -> None:
    script = RECIPES[title][0]
    technique = read_technique(script, "given", "given.md")
    assert format_source(script, "given.md", lambda text: read_technique(text, "given", "given.md"))
    plan = plan_script(script)
    problems = find_problems(DryRun(technique, plan, partial(estimate, language="en")))
    assert [str(problem) for problem in problems] == []


def test_there_are_enough_recipes() -> None:
    assert len(RECIPES) >= 25
