from __future__ import annotations

import pytest

from tests.helpers.shipped_scripts import SCRIPT_TEXTS, shipped_script
from voiceguide.script.model import Session, Technique
from voiceguide.script.reader import read_technique
from voiceguide.script.rules import registry
from voiceguide.script.rules.context import Rule, RuleContext

_BREATHS = (
    "in 4s, out 6s",
    "in 4s, hold 2s, out 6s",
    "in 4s, out 6s, hold 2s",
    "in 1s, hold 1s, out 1s, hold 1s",
)
_SIDES = "{side}, {other side}, { other side }, {round} of {rounds}, {length}"
_VALID_PAGES = {
    "braces of a step with sides": f"- 2 x hold 20s, each side\n  - {_SIDES}",
    "length in prose": "This takes {length}.\n\n> In {length}.",
    "marks of rounds": "- 4 x hold 20s\n  - One.\n  - @round 2 Two.\n  - @round 3 Three.\n  - @rounds More.",
    "sides of reps": "- reps 5, up 2s, each side, switch 4s\n  - @other side Now {side}.",
    "sides of go": "- go 60s, right first\n  - Now {side}.\n  - @half Now {other side}.",
    "every breath": "\n\n".join(f"- breathe 2 times, {breath}" for breath in _BREATHS),
    "phases with the names of verbs": "- reps 5, hold 2s, move 2s, breathe 1s, steady 2s",
    "one round": "- 1 x pause 3s",
    "a figure, a letter": "20\n\n- hold 20s\n  - a",
    "2,000 characters": "a" * 2000,
}


@pytest.mark.parametrize("page", _VALID_PAGES.values(), ids=_VALID_PAGES)
def test_valid_page_breaks_no_rule(page: str) -> None:
    assert read_technique(f"---\ntitle: A\n---\n\n{page}\n", "a", "a.md").title == "A"


def test_a_value_may_be_called_rounds_and_spoken_of_anywhere() -> None:
    text = (
        "---\ntitle: A\nrounds: 2 (1-4)\n---\n\n{rounds} rounds.\n\n- {rounds} x hold 20s\n  - @round 4 End."
    )
    assert read_technique(text, "a", "a.md").value("rounds")


def test_a_constant_needs_no_limits() -> None:
    value = read_technique("---\ntitle: A\nhold: 20s\n---\n\n- hold {hold}", "a", "a.md").value("hold")
    assert value
    assert value.least == value.default == value.most


@pytest.mark.parametrize(
    "rule", [*registry.RULES, *registry.COMPLETE_SCRIPT_RULES], ids=lambda rule: rule.__name__
)
def test_rule_finds_nothing_in_shipped_scripts_and_has_a_docstring(rule: Rule) -> None:
    assert (rule.__doc__ or "").endswith(".")
    for script in map(shipped_script, SCRIPT_TEXTS):
        if isinstance(script, Technique | Session):
            assert not list(rule(RuleContext(script)))


def test_missing_parts_are_not_reported_when_lines_are_unreadable() -> None:
    script = Technique("a", "A", read_technique("---\ntitle: A\n---\na", "a", "a.md").location)
    assert not list(registry.find_rule_problems(script, is_complete=False))
    assert [problem.message for problem in registry.find_rule_problems(script, is_complete=True)] == [
        "This script has no words and no steps."
    ]
