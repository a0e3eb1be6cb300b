from __future__ import annotations

import ast
from collections import defaultdict
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from tests.helpers import error_cases
from voiceguide.script import (
    body,
    cue_marks,
    foreign_markup,
    front_matter,
    grammar,
    library,
    markdown,
    reader,
    source,
    step_line,
)
from voiceguide.script.rules import marks, registry, steps, text, values

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.errors import Problem
    from voiceguide.script.rules.context import Rule, RuleContext

_RULES = (*registry.RULES, *registry.COMPLETE_SCRIPT_RULES)


_SENTENCES_WITHOUT_A_CASE = {
    "This line cannot be read.",  # test_markdown.py
    "Nest it less deep.",
    "This file does not exist.",  # test_source.py
    "A script is a text file, such as “neck-roll.md”.",
    " kB.",
    ", not in UTF-8.",
    "A script is a page of text.",
    " is a link that leads out of the folder. Put the script itself there.",  # test_library.py
    ", in place of the shipped one.",
    " is not a folder with scripts.",
    "name a script like “neck-roll.md”: small letters first, then digits and hyphens too.",
}


@pytest.mark.parametrize("case", error_cases.CASES, ids=str)
def test_a_bad_script_gets_exactly_these_messages(case: Path) -> None:
    assert error_cases.actual_messages(case) == error_cases.expected_messages(case) != ()


@pytest.mark.parametrize("case", error_cases.CASES, ids=str)
def test_message_points_into_the_script_and_is_printable(case: Path) -> None:
    lines = error_cases.script_bytes(case).decode("utf-8", "replace").split("\n")
    for message in error_cases.actual_messages(case):
        if message.startswith("scripts/"):  # about a technique that the session uses
            continue
        line, column, words = message.split(":", 2)
        assert 1 <= int(column) <= len(lines[int(line) - 1]) + 1
        assert words.strip().isprintable()
        assert len(words) < 320  # the longest lists all conditions


def test_the_cases_are_all_there_and_nothing_else_is() -> None:
    scripts = {case.with_suffix("") for case in error_cases.CASES}
    messages = {
        path.relative_to(error_cases.ERRORS_DIR).with_suffix("")
        for path in error_cases.ERRORS_DIR.rglob("*.txt")
    }
    assert scripts == messages
    assert len(scripts) == len(error_cases.CASES) > 200


@pytest.mark.parametrize("rule", _RULES, ids=lambda rule: rule.__name__)
def test_every_rule_has_a_case(rule: Rule, monkeypatch: pytest.MonkeyPatch) -> None:
    concerned = _cases_by_rule()[rule.__name__]
    for each in ("RULES", "COMPLETE_SCRIPT_RULES"):
        monkeypatch.setattr(
            registry, each, tuple(kept for kept in getattr(registry, each) if kept is not rule)
        )
    assert any(error_cases.actual_messages(case) != error_cases.expected_messages(case) for case in concerned)


@cache
def _cases_by_rule() -> dict[str, tuple[Path, ...]]:
    """Return the bad scripts in which each rule finds a problem, by the rule's name."""
    heard: dict[str, dict[Path, None]] = defaultdict(dict)

    def record_rule(rule: Rule) -> Rule:
        def watch(view: RuleContext) -> Iterator[Problem]:
            for problem in rule(view):
                heard[rule.__name__][case] = None
                yield problem

        return watch

    with pytest.MonkeyPatch.context() as patch:
        for each in ("RULES", "COMPLETE_SCRIPT_RULES"):
            patch.setattr(registry, each, tuple(map(record_rule, getattr(registry, each))))
        for case in error_cases.CASES:
            error_cases.actual_messages(case)
    return {name: tuple(cases) for name, cases in heard.items()}


def test_every_rule_is_registered() -> None:
    modules = (marks, steps, text, values)
    written = {name for module in modules for name, thing in vars(module).items() if _is_a_rule(thing)}
    assert written == {rule.__name__ for rule in _RULES}


@pytest.mark.parametrize(
    "module",
    [
        markdown,
        body,
        step_line,
        front_matter,
        grammar,
        library,
        cue_marks,
        reader,
        marks,
        steps,
        text,
        values,
        foreign_markup,
        source,
    ],
    ids=lambda module: module.__name__,
)
def test_every_message_occurs_in_some_case(module: object) -> None:
    everything = "\n".join(line for case in error_cases.CASES for line in _expected_messages(case))
    unsaid = {sentence for sentence in _sentences(module) if sentence not in everything}
    assert unsaid <= _SENTENCES_WITHOUT_A_CASE


@cache
def _expected_messages(case: Path) -> tuple[str, ...]:
    return error_cases.expected_messages(case)


def _is_a_rule(thing: object) -> bool:
    annotations = getattr(thing, "__annotations__", {})
    name = getattr(thing, "__name__", "_")
    returns = annotations.get("return")
    return not name.startswith(("_", "problems")) and returns == "Iterator[Problem]"


def _sentences(module: object) -> set[str]:
    """Return the strings of a module that end a sentence, without docstrings."""
    tree = ast.parse(Path(str(vars(module)["__file__"])).read_text(encoding="utf-8"))
    loose = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    strings = (node for node in ast.walk(tree) if isinstance(node, ast.Constant) and id(node) not in loose)
    return {
        node.value
        for node in strings
        if isinstance(node.value, str) and node.value.endswith(".") and " " in node.value
    }
