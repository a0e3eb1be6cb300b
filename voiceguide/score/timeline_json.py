"""Timeline → JSON, as docs/timeline.schema.json defines it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voiceguide import units

if TYPE_CHECKING:
    from voiceguide.score.timeline import Event, Timeline

SCHEMA_VERSION = 1
"""Version of the JSON. A new field leaves it unchanged; a change of meaning would raise it."""


def timeline_to_dict(timeline: Timeline) -> dict[str, Any]:
    """Return a timeline as JSON data: times in seconds, fields that do not apply absent."""
    return {
        "version": SCHEMA_VERSION,
        "session": timeline.session,
        "title": timeline.title,
        "sample_rate": units.SAMPLE_RATE,
        "length": units.to_seconds(timeline.length),
        "chapters": [
            _omit_empty(
                {
                    "start": units.to_seconds(chapter.start),
                    "end": units.to_seconds(chapter.end),
                    "title": chapter.title,
                    "technique": chapter.technique,
                }
            )
            for chapter in timeline.chapters
        ],
        "events": [_event_to_dict(event) for event in timeline.events],
    }


def _event_to_dict(event: Event) -> dict[str, Any]:
    context = event.context
    return {"start": units.to_seconds(event.start), "end": units.to_seconds(event.end)} | _omit_empty(
        {
            "kind": event.kind,
            "role": event.role.value,
            "text": event.text,
            "spoken": event.spoken if event.text else "",
            "tone": event.tone,
            "delay": units.to_seconds(event.sound.delay) if event.sound else 0,
            "technique": context.technique,
            "chapter": context.chapter,
            "step": context.step,
            "hold": context.hold,
            "round": context.round,
            "side": context.side,
            "each": context.each,
            "source": str(context.source or ""),
        }
    )


def _omit_empty(fields: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value not in {"", 0} or name == "start"}
