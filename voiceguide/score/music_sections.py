"""A session in passages: its chapters, and the sides and rounds within them.

What music plays under a passage depends on that passage alone. When each lasts whole frames besides, a hold
that grows moves all that follows it and changes none of it: docs/decisions/0076-music-in-passages.md.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.score.items import Item, Opens, Say, Span, Tag

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.score.timeline import Takes, Timeline

SHORTEST = units.samples(30)
"""Samples of a passage that ends within its chapter: quick rounds and sides share one."""

LEAST_END = units.samples(1)
"""Samples of quiet that whole frames leave at a session's end."""


@dataclass(frozen=True, slots=True)
class Passage:
    """It begins at a sample; `name` tells it from others, wherever in a session it stands."""

    start: int
    name: str


def passages(timeline: Timeline) -> tuple[Passage, ...]:
    """A session's passages. The first is there from the first sample."""
    events = timeline.events
    parts = ((event.tag, event.end - event.start, event.kind != "silence") for event in events)
    found = [Passage(events[number].start, _name(events[number].tag)) for number in _beginnings(parts)]
    return (replace(found[0], start=0), *found[1:])


def whole(items: Iterable[Item], takes: Takes) -> tuple[Item, ...]:
    """The same score, with passages of whole frames: a quiet before each is up to 12 ms longer or shorter.

    The last quiet makes up for them all, so the session lasts as long. Where it has no room for that, the
    score stays as it is.
    """
    found = list(items)
    parts = [_part(item, takes) for item in found]
    begins = set(_beginnings(parts))
    at = drift = 0
    quiet = -1
    for number, (_, length, _) in enumerate(parts):
        if number in begins and quiet >= 0:
            change = units.on_grid(at) - at
            found[quiet] = _longer(found[quiet], change)
            at, drift = at + change, drift + change
        at += length
        if not isinstance(found[number], Opens):
            quiet = number if isinstance(found[number], Span) and length > units.FRAME else -1
    ending = _longer(found[-1], -drift)
    roomy = isinstance(ending, Span) and ending.length >= LEAST_END
    return (*found[:-1], ending) if roomy else tuple(items)


def _longer(item: Item, change: int) -> Item:
    return replace(item, length=item.length + change) if isinstance(item, Span) else item


def _part(item: Item, takes: Takes) -> tuple[Tag, int, bool]:
    """Its tag, how long it lasts, and whether it begins with a sound."""
    if isinstance(item, Say):
        return item.tag, takes(item.sound).length, True
    if isinstance(item, Span):
        return item.tag, item.length, bool(item.beats and item.beats[0].at == 0)
    return Tag(), 0, False


def _beginnings(parts: Iterable[tuple[Tag, int, bool]]) -> Iterator[int]:
    """The numbers of those parts of a session with which a passage begins: always with a sound."""
    last, lasted = (0, 0, ""), 0
    for number, (tag, length, sounds) in enumerate(parts):
        now = tag.chapter, tag.round, tag.side
        if sounds:
            if now[0] != last[0] or (now != last and lasted >= SHORTEST):
                yield number
                lasted = 0
            last = now
        lasted += length


def _name(tag: Tag) -> str:
    """Short, and the same for the same side and round of a technique; "" for a session's own words."""
    if not tag.technique:
        return ""
    return sha256(f"{tag.technique} {tag.round} {tag.side}".encode()).hexdigest()[:8]
