"""docs/library.md: every technique with its amounts and their sources, and every advice of the article.

`python -m tests.helpers.library_page` rewrites the page from the scripts and from docs/sources.toml.
"""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.checks.estimate import estimate
from voiceguide.errors import Location
from voiceguide.plan.options import Choices
from voiceguide.plan.planner import make_plan
from voiceguide.score.layout import score_length
from voiceguide.score.score import write_technique_score
from voiceguide.script.files import shipped_dir
from voiceguide.script.library import Library
from voiceguide.script.step_line import parse_value
from voiceguide.script.uses import as_session
from voiceguide.script.vocabulary import Level

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.script.model import Technique, Value

DOCS = Path(__file__).parents[2] / "docs"
PAGE_PATH = DOCS / "library.md"
SHIPPED_LIBRARY = Library(shipped_dir())

_HEADER = """\
# The library

Made from the scripts and from [sources.toml](sources.toml) by
`python -m tests.helpers.library_page`. Lengths are estimates, for the gentle, the standard and the strong
level. `--avoid` swaps in what follows “→”.

## Techniques

| technique | position | needs | length | values, and how far they go | not for → instead |
|---|---|---|---|---|---|
"""


@dataclass(frozen=True)
class Limit:
    """Limits of a value, and their source."""

    value: str
    allowed_range: Value
    source: str


@cache
def _sources() -> dict[str, list[dict[str, list[str]]]]:
    return tomllib.loads((DOCS / "sources.toml").read_text(encoding="utf-8"))


def limits_by_value() -> dict[str, Limit]:
    """Return the limits in docs/sources.toml by their value: “seated-twist.hold”."""
    by_value: dict[str, Limit] = {}
    for row in _sources()["limit"]:
        least = str(row["within"]).partition("-")[0]
        allowed_range, problems = parse_value(
            "", f"{least} ({row['within']})", Location("docs/sources.toml", 1, 1)
        )
        assert allowed_range, problems
        for value in row["values"]:
            assert value not in by_value, value
            by_value[value] = Limit(value, allowed_range, str(row["source"]))
    return by_value


@dataclass(frozen=True)
class Advice:
    """Advice of the article, in the project's words, with the places and the words in them that give it."""

    part: str
    text: str
    told: tuple[tuple[str, str], ...]
    """Pairs of a place (a technique, positions.md, safety.md, or a page of docs/) and words that it has."""


def article_advice() -> tuple[Advice, ...]:
    """Return the article's advice in its order."""
    return tuple(
        Advice(
            str(row["part"]), str(row["article"]), tuple((str(told[0]), str(told[1])) for told in row["told"])
        )
        for row in _sources()["advice"]
    )


def additions() -> dict[str, str]:
    """Return the techniques that the article does not have, each with the reason for it."""
    return {name: str(row["reason"]) for row in _sources()["addition"] for name in row["techniques"]}


def page_text() -> str:
    """Return the text of docs/library.md."""
    rows = (_technique_row(SHIPPED_LIBRARY.technique(name)) for name in SHIPPED_LIBRARY.technique_names)
    return _HEADER + "\n".join(rows) + "\n\n" + "\n".join(_source_sections())


def _technique_row(technique: Technique) -> str:
    instead = f" → {technique.easier_form.name}" if technique.easier_form else ""
    values = "; ".join(value_text(value) for value in technique.values)
    cells = (
        f"**{technique.name}**",
        technique.position
        + (f" → {technique.end_position}" if technique.end_position != technique.position else ""),
        ", ".join(technique.needs),
        " · ".join(_estimated_lengths(technique, level) for level in Level),
        values,
        ", ".join(technique.avoid) + instead,
    )
    return f"| {' | '.join(cells)} |"


def _estimated_lengths(technique: Technique, level: Level) -> str:
    plan = make_plan(as_session(technique), SHIPPED_LIBRARY, Choices(level=level))
    part = next(part for part in plan.techniques if part.technique.name == technique.name)
    return units.format_clock(score_length(write_technique_score(plan, part), estimate))


def value_text(value: Value) -> str:
    """Return a value with its limits and levels: “hold 20s (10s–30s), strong 30s”."""

    def format_amount(amount: int) -> str:
        return units.format_duration(amount) if value.unit == "time" else str(amount)

    others = "".join(f", {level} {format_amount(amount)}" for level, amount in value.levels)
    limits = f"{format_amount(value.least)}–{format_amount(value.most)}"
    return f"{value.name} {format_amount(value.default)} ({limits}){others}"


def _source_sections() -> Iterator[str]:
    yield "## Where the doses come from\n\n| values | no further than | source |\n|---|---|---|"
    for row in _sources()["limit"]:
        yield f"| {', '.join(row['values'])} | {row['within']} | {row['source']} |"
    yield "\n## The article, advice by advice\n"
    yield "| part | what people should do | where it is said |\n|---|---|---|"
    for advice in article_advice():
        told = "; ".join(f"{_link(place)}: “{words.replace('*', '')}”" for place, words in advice.told)
        yield f"| {advice.part} | {advice.text} | {told} |"
    yield "\n## What the article does not have\n\n| techniques | reason |\n|---|---|"
    for row in _sources()["addition"]:
        yield f"| {', '.join(row['techniques'])} | {row['reason']} |"
    yield ""


def _link(place: str) -> str:
    if place.startswith("docs/"):
        return f"[{place}]({place.removeprefix('docs/')})"
    return {"safety.md": "the safety note", "positions.md": "the way there"}.get(place, place)


if __name__ == "__main__":
    PAGE_PATH.write_text(page_text(), encoding="utf-8")
