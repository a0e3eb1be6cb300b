"""The timeline's JSON conforms to its schema, and the schema to its documentation."""

from __future__ import annotations

import json
import re
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from jsonschema import Draft202012Validator  # type: ignore[import-untyped]  # ships no types

from tests.helpers.estimated_session import shipped_timeline
from tests.helpers.golden_timelines import case_names, case_timeline, fit_and_lay_out, plan_script
from voiceguide.audio.tone_table import TONE_TABLE
from voiceguide.export.session import lay_out_session
from voiceguide.plan.options import Choices
from voiceguide.score.timeline_json import SCHEMA_VERSION, timeline_to_dict
from voiceguide.script.files import DEFAULT_SESSION
from voiceguide.units import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Iterator

DOCS = Path(__file__).parents[2] / "docs"
SCHEMA = json.loads((DOCS / "timeline.schema.json").read_text("utf-8"))
VALIDATOR = Draft202012Validator(SCHEMA)
PAGE = (DOCS / "timeline.md").read_text("utf-8")
EXAMPLES = [json.loads(block) for block in re.findall(r"```json\n(.*?)```", PAGE, re.DOTALL)]
EVENT = SCHEMA["$defs"]["event"]["properties"]


def schema_errors(data: Any) -> list[str]:  # noqa: ANN401 - JSON
    """Return the path and the message of each schema violation."""
    return [f"{fault.json_path}: {fault.message}" for fault in VALIDATOR.iter_errors(data)]


@cache
def timeline_json(session: str) -> str:
    return json.dumps(timeline_to_dict(shipped_timeline(session)))


def event_errors(**fields: object) -> list[str]:
    """Return the schema violations of a session of one valid event with changed fields."""
    event = {"start": 0.0, "end": 1.0, "kind": "silence", "role": "pause"} | fields
    return schema_errors(json.loads(timeline_json("settle")) | {"events": [event]})


def object_schemas() -> Iterator[dict[str, Any]]:
    yield SCHEMA
    yield from (part for part in SCHEMA["$defs"].values() if part["type"] == "object")


def test_the_schema_is_a_schema() -> None:
    Draft202012Validator.check_schema(SCHEMA)


@pytest.mark.slow
def test_default_session_is_valid() -> None:
    timeline = lay_out_session(DEFAULT_SESSION, Choices(voice="silent")).timeline
    assert schema_errors(json.loads(json.dumps(timeline_to_dict(timeline)))) == []


@pytest.mark.parametrize("name", case_names())
def test_every_golden_case_is_valid(name: str) -> None:
    assert schema_errors(json.loads(json.dumps(timeline_to_dict(case_timeline(name))))) == []


def test_every_field_is_described_and_every_time_has_its_unit() -> None:
    for part in object_schemas():
        assert part["additionalProperties"] is False
        for name, field in part["properties"].items():
            assert len(field["description"].split()) > 4, name
            if field.get("type") == "number":
                assert " seconds" in field["description"], name


def test_schema_lists_the_program_s_kinds_and_roles() -> None:
    constants = SCHEMA["properties"]
    assert (constants["version"]["const"], constants["sample_rate"]["const"]) == (SCHEMA_VERSION, SAMPLE_RATE)
    assert set(EVENT["tone"]["enum"]) == set(TONE_TABLE)


def test_the_sessions_use_every_field() -> None:
    """The schema describes no field that no event has."""
    events = [
        event
        for name in (DEFAULT_SESSION, "seated-twist")
        for event in json.loads(timeline_json(name))["events"]
    ]
    steps = "- 2 x go 20s, each of forehead, back, beat 0.51s\n  - Nod."
    plan = plan_script(f"---\ntitle: Nod\n---\n\n> Stop if it hurts.\n\n{steps}\n")
    events += timeline_to_dict(fit_and_lay_out(plan))["events"]
    assert set().union(*events) == set(EVENT)


@pytest.mark.parametrize(
    "fields",
    [
        {"loud": True},
        {"kind": "noise"},
        {"role": "other"},
        {"side": "both"},
        {"start": "0:00"},
        {"start": -1.0},
        {"end": 0},
        *({count: number} for count in ("chapter", "step", "hold", "round") for number in (0, 1.5)),
        {"source": "nod.md"},
        {"source": "nod.md:0:1"},
        {"technique": "Seated twist"},
        {"technique": ""},
        {"text": "Now.", "spoken": "Now."},
        {"tone": "end"},
        {"kind": "speech"},
        {"kind": "speech", "text": "Now."},
        {"kind": "speech", "text": "", "spoken": "Now."},
        {"kind": "speech", "text": "Now.", "spoken": "Now.", "tone": "end"},
        {"kind": "tone"},
        {"kind": "tone", "tone": "gong"},
        {"kind": "tone", "tone": "end", "text": "Now."},
    ],
    ids=str,
)
def test_an_event_that_breaks_the_contract_is_refused(fields: dict[str, object]) -> None:
    assert event_errors() == []
    assert (
        event_errors(kind="speech", text="Now.", spoken="Now.") == event_errors(kind="tone", tone="end") == []
    )
    assert event_errors(**fields) != []


@pytest.mark.parametrize("name", SCHEMA["required"])
def test_a_session_without_one_of_its_fields_is_refused(name: str) -> None:
    data = json.loads(timeline_json("settle"))
    assert set(data) == set(SCHEMA["properties"]) == set(SCHEMA["required"])
    del data[name]
    assert schema_errors(data) != []


# The page ----------------------------------------------------------------------------------------------


def without_times(event: dict[str, Any]) -> dict[str, Any]:
    """Return an event without its times, step and line, which change with each edit of a script."""
    kept = {name: value for name, value in event.items() if name not in {"start", "end", "step"}}
    return kept | {"source": kept.get("source", "").split(":")[0]}


def test_the_page_has_an_example_of_each_kind_and_they_are_true() -> None:
    assert [example["kind"] for example in EXAMPLES] == EVENT["kind"]["enum"]
    events = json.loads(timeline_json("seated-twist"))["events"]
    for example in EXAMPLES:
        assert event_errors(**example) == []
        match = next(event for event in events if without_times(event) == without_times(example))
        assert set(match) == set(example)


@pytest.mark.parametrize("name", ["settle", "seated-twist", DEFAULT_SESSION])
def test_timeline_keeps_constraints_beyond_the_schema(name: str) -> None:
    data = json.loads(timeline_json(name))
    events, chapters = data["events"], data["chapters"]
    first = events[0]
    assert (first["start"], first["end"], first["kind"]) == (0, 0.024, "silence")
    assert [one["end"] for one in events] == [*(one["start"] for one in events[1:]), data["length"]]
    assert [one["end"] for one in chapters] == [*(one["start"] for one in chapters[1:]), data["length"]]
    for number, chapter in enumerate(chapters, 1):
        sounds = [one for one in events if one["chapter"] == number and one["kind"] != "silence"]
        assert sounds[0]["start"] == chapter["start"]
        assert {one.get("technique", chapter.get("technique")) for one in sounds} == {
            chapter.get("technique")
        }
    for event in events:
        assert event["kind"] == "silence" or round(event["start"] * SAMPLE_RATE) % 576 == 0
    for count in ("step", "hold"):
        seen = list(dict.fromkeys(event[count] for event in events if count in event))
        assert seen == list(range(1, len(seen) + 1))
