"""Where a score is written down: words become sounds, and each is followed by its quiet."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from fractions import Fraction
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.language import wording
from voiceguide.language.wording import WORDINGS, Wording
from voiceguide.score.items import Beat, Item, Opens, Say, Sound, Span, Tag, tone
from voiceguide.score.pronunciation import Respell, respelling, sounding

if TYPE_CHECKING:
    from voiceguide.plan.plan import Plan
    from voiceguide.script.model import Saying, Words

_NAMED = re.compile(r"\{ *([^{}]*?) *\}")

AFTER_CUE = units.samples(Fraction(1, 2))
AFTER_PARAGRAPH = units.samples(1)
AFTER_TONE = units.samples(Fraction(2, 5))
"""Quiet behind a sound, so that the next never steps on it."""


@dataclass(slots=True)
class Stave:
    """The items of one section of a score, so far. What is written next belongs to `tag`.

    `names` are what the words may name in braces, filled in; `respell` is how this author's words sound.
    """

    plan: Plan
    tag: Tag
    everywhere: dict[str, str]
    """What any words may name: the length, and the one round of what is done once."""
    names: dict[str, str] = field(default_factory=dict)
    respell: Respell = str
    items: list[Item] = field(default_factory=list)
    sounds: dict[str, Sound] = field(default_factory=dict)
    """Words that were said before, as they are pronounced now."""
    named: set[str] = field(default_factory=set)
    """What the words have named so far."""

    @property
    def wording(self) -> Wording:
        """The automatic words of the session's language."""
        return WORDINGS[self.plan.session.language]

    def pronounce(self, own: tuple[Saying, ...]) -> None:
        """From here on, these pronunciations hold, and before them the listener's."""
        respell = respelling(own, self.plan.say)
        if respell is not self.respell:
            self.respell, self.sounds = respell, {}

    def open(self, title: str, technique: str = "") -> None:
        """A chapter begins at the next sound."""
        self.tag = Tag(technique, self.tag.chapter + 1)
        self.items.append(Opens(title, technique))

    def put(self, item: Item) -> None:
        """One item, as it is."""
        self.items.append(item)

    def say(self, text: str, role: str, *, after: int = AFTER_CUE, tag: Tag | None = None) -> None:
        """Words, whole, and the quiet after them; a pause of a second where they trail off."""
        tag = tag or self.tag
        after = AFTER_PARAGRAPH if text.endswith("…") else after
        self.items += (Say(self.sound(text), role, tag), Span(after, "pause", tag))

    def words(self, words: Words, role: str, *, after: int = AFTER_PARAGRAPH) -> None:
        """An author's words, at their line."""
        self.say(self.filled(words.text), role, after=after, tag=self.tag.at(str(words.place)))

    def chime(self, name: str, role: str) -> None:
        """A tone, and a breath of quiet."""
        self.items += (Say(tone(name), role, self.tag), Span(AFTER_TONE, "pause", self.tag))

    def quiet(self, length: int, role: str, tag: Tag | None = None, beats: tuple[Beat, ...] = ()) -> None:
        """A stretch of fixed length, with what sounds inside it."""
        self.items.append(Span(length, role, tag or self.tag, beats))

    def sound(self, text: str) -> Sound:
        """Words as the voice is to say them."""
        found = self.sounds.get(text)
        if found is None:
            found = self.sounds[text] = sounding(text, self.respell)
        return found

    def filled(self, text: str) -> str:
        """An author's words, with the names in braces replaced by what they stand for."""
        if "{" not in text:
            return text
        self.named.update(_NAMED.findall(text))
        text = self._in_minutes(text) if "minutes" in text else text
        return _NAMED.sub(lambda match: self.names[match[1]], text)

    def _in_minutes(self, text: str) -> str:
        """A length in minutes brings that word along, but for a “{minutes}-minute walk”."""
        one, several = self.wording.minute
        text = re.sub(rf"(\{{ *minutes *\}}) {several}\b", r"\1", text)
        whole = self.names["minutes"].removesuffix(f" {several}").removesuffix(f" {one}")
        return re.sub(rf"\{{ *minutes *\}}(?=-{one}\b)", whole, text)


def everywhere(plan: Plan) -> dict[str, str]:
    """What any words of a session may name."""
    said = WORDINGS[plan.session.language]
    return {
        "length": wording.time(plan.length, said),
        "minutes": wording.minutes(plan.length, said),
        "round": "1",
        "rounds": "1",
    }
