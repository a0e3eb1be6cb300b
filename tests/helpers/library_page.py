"""docs/library.md: every technique with its doses and their sources, and every part of the article.

`python -m tests.helpers.library_page` writes the page anew, from the scripts and from docs/sources.toml.
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
from voiceguide.plan.choices import Choices
from voiceguide.plan.plan import make_plan
from voiceguide.score.score import write_technique_score
from voiceguide.score.timeline import score_length
from voiceguide.script.files import shipped_dir
from voiceguide.script.library import Library
from voiceguide.script.step_line import parse_value
from voiceguide.script.uses import as_session
from voiceguide.script.vocabulary import LEVELS

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.script.model import Technique, Value

DOCS = Path(__file__).parents[2] / "docs"
PAGE = DOCS / "library.md"
SHIPPED = Library(shipped_dir())

_HEAD = """\
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
    """How far a value may go, and who says so."""

    value: str
    within: Value
    source: str


@cache
def _sources() -> dict[str, list[dict[str, list[str]]]]:
    return tomllib.loads((DOCS / "sources.toml").read_text(encoding="utf-8"))


def limits() -> dict[str, Limit]:
    """Every limit of docs/sources.toml by the value that it is for, “seated-twist.hold”."""
    found: dict[str, Limit] = {}
    for row in _sources()["limit"]:
        least = str(row["within"]).partition("-")[0]
        within, wrong = parse_value("", f"{least} ({row['within']})", Location("docs/sources.toml", 1, 1))
        assert within, wrong
        for value in row["values"]:
            assert value not in found, value
            found[value] = Limit(value, within, str(row["source"]))
    return found


def parts() -> dict[str, tuple[str, ...]]:
    """The parts of the article, in order, and where each is told: techniques, safety.md, pages of docs/."""
    return {str(row["article"]): tuple(row["told"]) for row in _sources()["part"]}


def page() -> str:
    """The text of docs/library.md."""
    rows = (_row(SHIPPED.technique(name)) for name in SHIPPED.technique_names)
    return _HEAD + "\n".join(rows) + "\n\n" + "\n".join(_below())


def _row(technique: Technique) -> str:
    instead = f" → {technique.easier_form.name}" if technique.easier_form else ""
    values = "; ".join(_value(value) for value in technique.values)
    cells = (
        f"**{technique.name}**",
        technique.position
        + (f" → {technique.end_position}" if technique.end_position != technique.position else ""),
        ", ".join(technique.needs),
        " · ".join(_length(technique, level) for level in LEVELS),
        values,
        ", ".join(technique.avoid) + instead,
    )
    return f"| {' | '.join(cells)} |"


def _length(technique: Technique, level: str) -> str:
    plan = make_plan(as_session(technique), SHIPPED, Choices(level=level))
    part = next(part for part in plan.techniques if part.technique.name == technique.name)
    return units.format_clock(score_length(write_technique_score(plan, part), estimate))


def _value(value: Value) -> str:
    def shown(amount: int) -> str:
        return units.format_duration(amount) if value.unit == "time" else str(amount)

    others = "".join(f", {level} {shown(amount)}" for level, amount in value.levels)
    return f"{value.name} {shown(value.default)} ({shown(value.least)}–{shown(value.most)}){others}"


def _below() -> Iterator[str]:
    yield "## Where the doses come from\n\n| values | no further than | source |\n|---|---|---|"
    for row in _sources()["limit"]:
        yield f"| {', '.join(row['values'])} | {row['within']} | {row['source']} |"
    yield "\n## The article, part by part\n\n| part | told in |\n|---|---|"
    for article, told in parts().items():
        yield f"| {article} | {', '.join(map(_linked, told))} |"
    yield ""


def _linked(told: str) -> str:
    if told.startswith("docs/"):
        return f"[{told}]({told.removeprefix('docs/')})"
    return "the safety note" if told == "safety.md" else told


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
