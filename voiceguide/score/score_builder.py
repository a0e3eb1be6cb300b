"""Where a score is written down: words become sounds, and each is followed by its quiet."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.language import wording
from voiceguide.language.wording import WORDINGS, Wording
from voiceguide.score.items import (
    ChapterStart,
    EventContext,
    Interval,
    Item,
    Say,
    Sound,
    TimedSound,
    tone_sound,
)
from voiceguide.score.pronunciation import Respeller, build_respeller, speech_sound

if TYPE_CHECKING:
    from voiceguide.plan.plan import Plan
    from voiceguide.script.model import Pronunciation, Text

_PLACEHOLDER = re.compile(r"\{ *([^{}]*?) *\}")

PAUSE_AFTER_CUE = units.to_samples(Fraction(1, 2))
PAUSE_AFTER_PARAGRAPH = units.to_samples(1)
PAUSE_AFTER_TONE = units.to_samples(Fraction(2, 5))
"""Quiet behind a sound, so that the next never steps on it."""


@dataclass(slots=True)
class ScoreBuilder:
    """The items of one section of a score, so far. What is written next belongs to `tag`.

    `names` are what the words may name in braces, filled in; `respell` is how this author's words sound.
    """

    plan: Plan
    context: EventContext
    global_placeholders: dict[str, str]
    """What any words may name: the length, and the one round of what is done once."""
    placeholders: dict[str, str] = field(default_factory=dict)
    respell: Respeller = str
    items: list[Item] = field(default_factory=list)
    sound_cache: dict[str, Sound] = field(default_factory=dict)
    """Words that were said before, as they are pronounced now."""
    used_placeholders: set[str] = field(default_factory=set)
    """What the words have named so far."""

    @property
    def wording(self) -> Wording:
        """The automatic words of the session's language."""
        return WORDINGS[self.plan.session.language]

    def use_pronunciations(self, pronunciations: tuple[Pronunciation, ...]) -> None:
        """From here on, these pronunciations hold, and before them the listener's."""
        respell = build_respeller(pronunciations, self.plan.pronunciations)
        if respell is not self.respell:
            self.respell, self.sound_cache = respell, {}

    def start_chapter(self, title: str, technique: str = "") -> None:
        """A chapter begins at the next sound."""
        self.context = EventContext(technique, self.context.chapter + 1)
        self.items.append(ChapterStart(title, technique))

    def add(self, item: Item) -> None:
        """One item, as it is."""
        self.items.append(item)

    def add_speech(
        self, text: str, role: str, *, pause: int = PAUSE_AFTER_CUE, context: EventContext | None = None
    ) -> None:
        """Words, whole, and the quiet after them; a pause of a second where they trail off."""
        context = context or self.context
        pause = PAUSE_AFTER_PARAGRAPH if text.endswith("…") else pause
        self.items += (Say(self.sound_for_text(text), role, context), Interval(pause, "pause", context))

    def add_text(self, text: Text, role: str, *, pause: int = PAUSE_AFTER_PARAGRAPH) -> None:
        """An author's words, at their line."""
        self.add_speech(
            self.expand_placeholders(text.text),
            role,
            pause=pause,
            context=self.context.with_source(str(text.location)),
        )

    def add_tone(self, name: str, role: str) -> None:
        """A tone, and a breath of quiet."""
        self.items += (
            Say(tone_sound(name), role, self.context),
            Interval(PAUSE_AFTER_TONE, "pause", self.context),
        )

    def add_interval(
        self, length: int, role: str, context: EventContext | None = None, sounds: tuple[TimedSound, ...] = ()
    ) -> None:
        """A stretch of fixed length, with what sounds inside it."""
        self.items.append(Interval(length, role, context or self.context, sounds))

    def sound_for_text(self, text: str) -> Sound:
        """Words as the voice is to say them."""
        sound = self.sound_cache.get(text)
        if sound is None:
            sound = self.sound_cache[text] = speech_sound(text, self.respell)
        return sound

    def expand_placeholders(self, text: str) -> str:
        """An author's words, with the names in braces replaced by what they stand for."""
        if "{" not in text:
            return text
        self.used_placeholders.update(_PLACEHOLDER.findall(text))
        text = self._adapt_minutes(text) if "minutes" in text else text
        return _PLACEHOLDER.sub(lambda match: self.placeholders[match[1]], text)

    def _adapt_minutes(self, text: str) -> str:
        """A length in minutes brings that word along, but for a “{minutes}-minute walk”."""
        singular, plural = self.wording.minute
        text = re.sub(rf"(\{{ *minutes *\}}) {plural}\b", r"\1", text)
        number = self.placeholders["minutes"].removesuffix(f" {plural}").removesuffix(f" {singular}")
        return re.sub(rf"\{{ *minutes *\}}(?=-{singular}\b)", number, text)


def make_global_placeholders(plan: Plan) -> dict[str, str]:
    """What any words of a session may name."""
    session_wording = WORDINGS[plan.session.language]
    return {
        "length": wording.describe_time(plan.length, session_wording),
        "minutes": wording.describe_minutes(plan.length, session_wording),
        "round": "1",
        "rounds": "1",
    }
