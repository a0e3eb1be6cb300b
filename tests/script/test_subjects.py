"""The subject of a script picks its safety note, its greeting and its last words."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voiceguide.errors import ScriptError
from voiceguide.plan.options import Choices
from voiceguide.plan.planner import make_plan
from voiceguide.score.score import write_score
from voiceguide.script.library import open_library, read_with_library
from voiceguide.script.model import Technique
from voiceguide.script.uses import as_session

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.plan.plan import Plan


def plan_page(folder: Path, text: str, name: str = "page") -> Plan:
    """Return the plan of a script that is written into a folder."""
    (folder / f"{name}.md").write_text(text, "utf-8")
    script, library = read_with_library(folder / f"{name}.md", open_library())
    session = as_session(script) if isinstance(script, Technique) else script
    return make_plan(session, library, Choices())


def spoken(plan: Plan) -> list[str]:
    """Return all words and tones of a plan in order."""
    return [item.sound.text for item in write_score(plan) if hasattr(item, "sound")]


def script(about: str, language: str = "en") -> str:
    """Return a technique about something; no key for ""."""
    key = f"about: {about}\n" if about else ""
    return f"---\ntitle: Page\nlanguage: {language}\n{key}---\n\n- hold 5s\n  - One.\n"


@pytest.mark.parametrize(
    ("about", "note", "last"),
    [
        ("", "These movements ease stiffness", "upper back"),
        ("upper back", "These movements ease stiffness", "upper back"),
        ("breathing", "Breathe only as deeply", "Let your breath go"),
        ("exercise", "This is for healthy adults", "Drink some water"),
        ("voice", "Use only as much voice", "your voice feels"),
        ("eyes", "Do not press on your eyes", "Blink"),
    ],
)
def test_the_subject_picks_the_note_and_the_last_words(
    tmp_path: Path, about: str, note: str, last: str
) -> None:
    plan = plan_page(tmp_path, script(about))
    assert plan.safety.full[0].text.startswith(note)
    assert plan.safety.short
    assert any(last in words for words in spoken(plan)[-2:])


def test_notes_in_german_go_with_german_scripts(tmp_path: Path) -> None:
    plan = plan_page(tmp_path, script("breathing", "de"))
    assert plan.safety.full[0].text.startswith("Atmen Sie nur so tief")


def test_an_author_writes_notes_on_another_subject(tmp_path: Path) -> None:
    (tmp_path / "about" / "new-knees").mkdir(parents=True)
    (tmp_path / "about" / "new-knees" / "safety.md").write_text(
        "## full\n\nCall the ward.\n\n## short\n\nCall.\n\n## greeting\n\n{title}, for {length}.\n", "utf-8"
    )
    words = spoken(plan_page(tmp_path, script("new knees")))
    assert any(line.startswith("Page, for ") for line in words)
    assert {"Call the ward.", "Call."} & {*words}
    assert any("upper back" in line for line in words)  # the usual closing, since no other is written


def test_no_subject_is_without_a_note(tmp_path: Path) -> None:
    with pytest.raises(ScriptError, match="There is no safety note about “juggling”"):
        plan_page(tmp_path, script("juggling"))


@pytest.mark.parametrize(
    ("subjects", "note"),
    [
        (("breathing", "breathing"), "Breathe only"),
        (("breathing", "eyes"), "This is for healthy adults"),
        (("breathing", ""), "These movements ease stiffness"),
    ],
)
def test_a_session_is_about_what_its_techniques_are_about(
    tmp_path: Path, subjects: tuple[str, ...], note: str
) -> None:
    for number, subject in enumerate(subjects):
        (tmp_path / f"part-{'ab'[number]}.md").write_text(script(subject), "utf-8")
    session = "---\ntitle: Day\n---\n\n- use part-a\n- use part-b\n"
    assert plan_page(tmp_path, session, "day").safety.full[0].text.startswith(note)


@pytest.mark.parametrize(
    ("position", "heard"),
    [
        ("kneeling", ["come down to the mat, onto your knees"]),
        ("chair, in my words", []),
        ("in my words", []),
    ],
)
def test_an_author_says_the_way_into_a_position(tmp_path: Path, position: str, heard: list[str]) -> None:
    page = script("").replace("title: Page\n", f"title: Page\nposition: {position}\n")
    words = spoken(plan_page(tmp_path, page))
    ways = [line for line in words if "come down" in line or "Sit down" in line]
    assert [any(part in line for line in ways) for part in heard] == [True] * len(ways)
