"""The page of recipes: each script has the times that its source gives, and is clean."""

from __future__ import annotations

import re
from functools import partial
from itertools import groupby, pairwise
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.helpers.golden_timelines import plan_script
from voiceguide import units
from voiceguide.checks.check import check
from voiceguide.checks.dry_run import find_problems
from voiceguide.checks.estimate import estimate
from voiceguide.checks.warnings.timing import DryRun
from voiceguide.export.session import resolve_session
from voiceguide.fit.fit import fit
from voiceguide.plan.options import Choices
from voiceguide.plan.planner import make_plan
from voiceguide.score.activities import find_activities
from voiceguide.score.layout import lay_out
from voiceguide.score.score import write_score
from voiceguide.script.formatter import format_source
from voiceguide.script.reader import read_technique
from voiceguide.script.uses import BOOKENDS

if TYPE_CHECKING:
    from voiceguide.score.timeline import Event

PAGE = (Path(__file__).parents[2] / "docs" / "recipes.md").read_text("utf-8")
RECIPES = {
    title: (script, times.strip().splitlines())
    for title, script, times in re.findall(
        r"^## (.+?)\n\n.*?```markdown\n(.*?)```\n\n```text\n(.*?)```", PAGE, re.DOTALL | re.MULTILINE
    )
}
ROUTINES_DIR = Path(__file__).parents[1] / "routines"
ROUTINES = {
    path.stem: [line for line in path.with_suffix(".times").read_text("utf-8").splitlines() if line[0] != "#"]
    for path in sorted(ROUTINES_DIR.glob("*.md"))
}
"""Times of each routine in the folder, worked out by hand from its source."""
FRAME_SECONDS = units.to_seconds(units.FRAME_SAMPLES)


def recipe_events(title: str) -> tuple[tuple[Event, ...], list[int]]:
    """Return the events of a script's techniques, and the starts of their chapters, in samples."""
    if title in RECIPES:
        plan = plan_script(RECIPES[title][0])
    else:
        plan = make_plan(*resolve_session(str(ROUTINES_DIR / f"{title}.md")), Choices())
    plan = fit(plan, estimate)
    timeline = lay_out("recipe", "Recipe", write_score(plan), estimate)
    others = {"", *BOOKENDS}
    events = tuple(event for event in timeline.events if event.context.technique not in others)
    return events, [chapter.start for chapter in timeline.chapters if chapter.technique not in others]


@pytest.mark.parametrize("title", [*RECIPES, *ROUTINES])
def test_a_recipe_has_the_times_of_its_source(title: str) -> None:
    checks = RECIPES[title][1] if title in RECIPES else ROUTINES[title]
    events, chapters = recipe_events(title)
    activities = find_activities(events)
    for line in checks:
        label, _, expected = line.partition(" ")
        if label == "words":
            assert " ".join(event.text for event in events if event.role == "cue" and event.text) == expected
        elif label == "lasts":
            lengths = [units.to_seconds(activity.end - activity.start) for activity in activities]
            assert lengths == pytest.approx(list(map(float, expected.split())), abs=2 * FRAME_SECONDS)
        elif label == "rests":
            spans = [
                list(run)
                for rests, run in groupby(events, lambda event: event.role in {"rest", "mid"})
                if rests
            ]
            lengths = [units.to_seconds(span[-1].end - span[0].start) for span in spans]
            assert lengths == pytest.approx(list(map(float, expected.split())), abs=2 * FRAME_SECONDS)
        elif label == "chapters":
            found = [units.to_seconds(start - chapters[0]) for start in chapters]
            assert found == pytest.approx(list(map(float, expected.split())), abs=FRAME_SECONDS)
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


@pytest.mark.parametrize("name", ROUTINES)
def test_a_routine_is_clean_and_names_its_source(name: str) -> None:
    assert (ROUTINES_DIR / f"{name}.times").read_text("utf-8").startswith("# ")
    count, problems = check((ROUTINES_DIR / f"{name}.md",))
    assert (count, [str(problem) for problem in problems]) == (1, [])


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
