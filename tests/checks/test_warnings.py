"""Scripts of tests/warnings and the warnings about each. A case is two files.

NAME.md is a script that can be heard; NAME.txt holds its warnings, one a line, without the name of the file.
Where a rule comes close without being broken, its file is empty.
"""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from voiceguide import units
from voiceguide.checks.check import check
from voiceguide.checks.estimate import estimate
from voiceguide.checks.warnings import readings, registry, timing
from voiceguide.checks.warnings import words as written
from voiceguide.fit.word_room import practical_minimum, values_with_cues
from voiceguide.language import LANGUAGES
from voiceguide.plan.options import Choices
from voiceguide.plan.planner import make_plan
from voiceguide.plan.sound_profiles import SOUND_PROFILES, HalfwaySignal, SoundProfile
from voiceguide.score.layout import overlap_problems
from voiceguide.score.score import write_technique_score
from voiceguide.script.files import shipped_dir
from voiceguide.script.library import Library, library_for
from voiceguide.script.model import Technique
from voiceguide.script.reader import SHARED_FILE_READERS, read_script, read_technique
from voiceguide.script.uses import as_session
from voiceguide.script.vocabulary import Guidance

if TYPE_CHECKING:
    from voiceguide.errors import Problem
    from voiceguide.plan.plan import Plan, PlannedTechnique

WARNINGS_DIR = Path(__file__).parents[1] / "warnings"
CASES = tuple(path.relative_to(WARNINGS_DIR) for path in sorted(WARNINGS_DIR.rglob("*.md")))


def find_warnings(case: Path) -> tuple[Problem, ...]:
    _, found = check((WARNINGS_DIR / case,))
    return found


def actual_messages(case: Path) -> tuple[str, ...]:
    return tuple(str(problem).removeprefix(f"{WARNINGS_DIR / case}:") for problem in find_warnings(case))


def expected_messages(case: Path) -> tuple[str, ...]:
    return tuple((WARNINGS_DIR / case).with_suffix(".txt").read_text(encoding="utf-8").splitlines())


@pytest.mark.parametrize("case", CASES, ids=str)
def test_script_gives_exactly_the_expected_warnings(case: Path) -> None:
    assert actual_messages(case) == expected_messages(case)


@pytest.mark.parametrize("case", CASES, ids=str)
def test_a_warning_points_to_the_words_or_the_step_and_says_what_to_do(case: Path) -> None:
    lines = (WARNINGS_DIR / case).read_text(encoding="utf-8").split("\n")
    for problem in find_warnings(case):
        assert problem.severity == "warning"
        start = lines[problem.line - 1][problem.column - 1]
        assert start.isalnum() or start in "@{"
        assert problem.message.endswith(".")
        assert problem.hint.endswith(".")
        assert len(str(problem)) - len(problem.file) < 250


def test_the_cases_are_all_there_and_nothing_else_is() -> None:
    messages = {path.relative_to(WARNINGS_DIR).with_suffix("") for path in WARNINGS_DIR.rglob("*.txt")}
    assert messages == {case.with_suffix("") for case in CASES}
    assert len(CASES) > 30


@pytest.mark.slow
@pytest.mark.parametrize(
    "rule", [*registry.SCRIPT_RULES, *registry.DRY_RUN_RULES], ids=lambda rule: rule.__name__
)
def test_every_warning_rule_has_a_case(rule: object, monkeypatch: pytest.MonkeyPatch) -> None:
    for table in ("SCRIPT_RULES", "DRY_RUN_RULES"):
        monkeypatch.setattr(
            registry, table, tuple(kept for kept in getattr(registry, table) if kept is not rule)
        )
    assert any(actual_messages(case) != expected_messages(case) for case in CASES)


def test_every_warning_rule_is_run() -> None:
    public = {
        name: thing
        for room in (written, readings, timing)
        for name, thing in vars(room).items()
        if name[0] != "_"
    }
    stated = {
        name
        for name, thing in public.items()
        if getattr(thing, "__annotations__", {}).get("return") == "Iterator[Problem]"
    }
    assert stated == {rule.__name__ for rule in (*registry.SCRIPT_RULES, *registry.DRY_RUN_RULES)}


def test_heading_has_no_warning_for_silence_in_another_script(tmp_path: Path) -> None:
    own = tmp_path / "own"
    own.mkdir()
    bells = "---\ntitle: Bells\n---\n\n## All, each side, switch 40s\n\nOne bell: begin.\n"
    (own / "bells.md").write_text(bells, encoding="utf-8")
    reach = tmp_path / "reach.md"
    reach.write_text("---\ntitle: Reach\n---\n\n## All\n\nSit tall.\n", encoding="utf-8")
    assert check((reach,), own) == (1, ())
    assert len(check((own,))[1]) == 1


def test_a_profile_that_is_quieter_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(SOUND_PROFILES, "minimal", SoundProfile(HalfwaySignal.NONE, 0, "in silence"))
    case = Path("quiet-repetitions.md")
    first, second, third = find_warnings(case)
    assert (first.line, second.line) == (8, 10)
    assert first.message == "Nothing is heard for ≈ 44 s at this “reps” with “--sounds minimal”."
    assert (str(third).removeprefix(f"{WARNINGS_DIR / case}:"),) == expected_messages(case)


# When to stop -------------------------------------------------------------------------------------------


def stretch_script(note: str, language: str) -> Technique:
    page = f"---\ntitle: Reach\nlanguage: {language}\n---\n\n> {note}\n\n- hold 10s\n"
    return read_technique(page, "reach", "reach.md")


STOP_PHRASES = [(code, way) for code, language in LANGUAGES.items() for way in language.stop.phrases]


@pytest.mark.parametrize(("language", "way"), STOP_PHRASES)
@pytest.mark.parametrize("between", [" ", " xyz, xyz "])
def test_every_stop_phrase_is_recognised(language: str, way: str, between: str) -> None:
    words = way.replace(" … ", between)
    for note in (f"Xyz. {words.capitalize()} xyz.", f"Xyz, {words}, xyz!", f"{words.upper()}."):
        assert list(written.technique_says_when_to_stop(stretch_script(note, language))) == []


@pytest.mark.parametrize(
    ("language", "way"), [(language, way) for language, way in STOP_PHRASES if "…" in way]
)
def test_stop_phrase_does_not_span_two_sentences(language: str, way: str) -> None:
    (problem,) = written.technique_says_when_to_stop(
        stretch_script(way.replace("…", "xyz. Xyz") + " xyz.", language)
    )
    assert problem.message == "The technique does not say when to stop."


# Room for words -----------------------------------------------------------------------------------------


TECHNIQUES = tuple(
    path
    for root in (WARNINGS_DIR, shipped_dir() / "techniques")
    for path in sorted(root.glob("*.md"))
    if path.name not in SHARED_FILE_READERS and "- use " not in path.read_text(encoding="utf-8")
)


def plan_technique(path: Path) -> tuple[Plan, PlannedTechnique]:
    """Return the plan of a technique, and its planned technique."""
    technique = read_script(path)
    assert isinstance(technique, Technique)
    library = library_for(technique, path, Library(shipped_dir()))
    plan = make_plan(as_session(technique), library, Choices())
    return plan, next(part for part in plan.techniques if part.technique.name == technique.name)


@pytest.mark.parametrize("path", TECHNIQUES, ids=lambda path: path.stem)
def test_minimum_hold_does_not_grow_when_guidance_is_shorter(path: Path) -> None:
    """Show that cues_fit_all_limits needs to check only one profile, with full guidance."""
    usual, part = plan_technique(path)
    for value in values_with_cues(part):
        for amount in range(value.least, value.most + 1, max((value.most - value.least) // 4, 1)):
            changed = part.with_value(value.name, amount)
            lacking = set(overlap_problems(write_technique_score(usual, changed), estimate))
            for sounds in SOUND_PROFILES:
                for guidance in (Guidance.FULL, Guidance.BRIEF):
                    plan = replace(usual, choices=Choices(sounds=sounds, guidance=guidance))
                    found = set(overlap_problems(write_technique_score(plan, changed), estimate))
                    assert found == lacking if guidance == Guidance.FULL else found <= lacking


def test_minimum_hold_in_warning_is_the_one_list_shows() -> None:
    path = WARNINGS_DIR / "words-need-a-longer-hold.md"
    plan, part = plan_technique(path)
    (value,) = values_with_cues(part)
    needed = practical_minimum(plan, part, value, estimate)
    first, *_ = find_warnings(path.relative_to(WARNINGS_DIR))
    assert first.message.startswith(f"The words need ≈ {units.to_seconds(needed):g} s, ")
