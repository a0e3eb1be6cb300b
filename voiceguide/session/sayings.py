"""From what is written to what the voice is given: pronunciations, and *slow* words."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import TYPE_CHECKING

from voiceguide.session.items import Item, Opens, Say, Sound

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.script.model import Saying
    from voiceguide.session.plan import Part, Plan

Respell = Callable[[str], str]


@lru_cache(maxsize=256)
def respelling(*lists: tuple[Saying, ...]) -> Respell:
    """A function that puts into words what they sound like. A word of a later list wins over an earlier one.

    Whole words only, whatever their capitals; what was put in is not looked at again. Of two words that
    begin alike, the longer one counts: “teres major” before “teres”.
    """
    table = {saying.word.lower(): saying.said for sayings in lists for saying in sayings}
    if not table:
        return str
    words = sorted(table, key=len, reverse=True)
    pattern = re.compile(rf"(?<!\w)(?:{'|'.join(map(re.escape, words))})(?!\w)", re.IGNORECASE)
    return lambda text: pattern.sub(lambda match: table[match[0].lower()], text)


def pronounced(items: Iterable[Item], plan: Plan, parts: Iterable[Part]) -> Iterator[Item]:
    """The items of a score of some parts of a plan, their words as the voice is to say them.

    The listener's pronunciations come first, then those of the technique, or of the session between two.
    """
    own = {part.technique.name: respelling(part.technique.say, plan.say) for part in parts}
    between = respelling(plan.session.say, plan.say)
    for item in items:
        if isinstance(item, Opens):
            yield item
            continue
        respell = own.get(item.tag.technique, between)
        if isinstance(item, Say):
            yield replace(item, sound=_said(item.sound, respell)) if _differs(item.sound, respell) else item
        elif any(_differs(mark.sound, respell) for mark in item.marks):
            marks = (replace(mark, sound=_said(mark.sound, respell)) for mark in item.marks)
            yield replace(item, marks=tuple(marks))
        else:
            yield item


def _differs(sound: Sound, respell: Respell) -> bool:
    return sound.kind == "speech" and ("*" in sound.text or respell(sound.text) != sound.text)


def _said(sound: Sound, respell: Respell) -> Sound:
    if not _differs(sound, respell):
        return sound
    return replace(sound, text=sound.text.replace("*", ""), said=respell(sound.text))
