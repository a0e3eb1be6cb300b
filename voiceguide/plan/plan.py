"""A session with every choice made: which techniques, and what each of their values is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from voiceguide.plan.overrides import Origin
from voiceguide.plan.sound_profiles import SOUND_PROFILES, SoundProfile

if TYPE_CHECKING:
    from voiceguide.plan.choices import Choices
    from voiceguide.script.model import (
        PositionChange,
        SafetyNotes,
        Session,
        Step,
        Technique,
        Text,
    )


@dataclass(frozen=True, slots=True)
class PlannedTechnique:
    """One technique's turn. `values` are final; `fill` names the value that takes up the slack.

    It is "" where this part does not, or where no length was asked for.

    `before` are the session's own words and steps that come ahead of it.
    """

    technique: Technique
    values: tuple[tuple[str, int], ...]
    preamble: tuple[Text | Step, ...] = ()
    optional: bool = False
    fill: str = ""
    pinned: frozenset[str] = frozenset()
    """The values that the listener set for just this technique: exact or refused."""
    overridden: frozenset[str] = frozenset()
    """The values that the listener set, be it for this technique or for all: no fit touches them."""
    side_values: tuple[tuple[str, str, int, Origin], ...] = ()
    """(side, value, amount, where it came from): what a value is on one side only."""
    origins: tuple[tuple[str, int, Origin], ...] = ()
    """(value, amount, where it came from), before anything was made to fit."""

    def amount(self, name: str) -> int:
        """What a value is, in samples or as a number."""
        return dict(self.values)[name]

    def with_value(self, name: str, amount: int) -> PlannedTechnique:
        """The same part with one value changed."""
        return replace(self, values=tuple((key, amount if key == name else old) for key, old in self.values))


@dataclass(frozen=True, slots=True)
class Plan:
    """What will be performed. `length` in samples is what the whole must last, 0 for as long as it takes.

    `remainder` is the quiet after the fill that its whole breaths leave over. `said` is what the words
    name the fill while its amount is sought, 0 for what it is. `notes` say in a sentence each what was
    changed and what stopped at a limit.
    """

    session: Session
    techniques: tuple[PlannedTechnique, ...]
    closing: tuple[Text | Step, ...]
    safety: SafetyNotes
    position_changes: tuple[PositionChange, ...]
    choices: Choices
    length: int = 0
    trailing_silence: int = 0
    spoken_fill: int = 0
    notes: tuple[str, ...] = ()

    @property
    def profile(self) -> SoundProfile:
        """The sound profile, with the listener's own halfway signal and countdown."""
        choices, profile = self.choices, SOUND_PROFILES[self.choices.sounds]
        return SoundProfile(
            profile.halfway if choices.halfway is None else choices.halfway,
            profile.countdown if choices.countdown is None else choices.countdown,
            profile.cue_style,
        )

    @property
    def fill_technique(self) -> PlannedTechnique | None:
        """The part that takes up the slack, if there is one."""
        return next((planned for planned in self.techniques if planned.fill), None)

    @property
    def is_customised(self) -> bool:
        """Whether the listener chose how long it lasts, or what leaves it another time to fill."""
        has_omissions = len(self.techniques) < len(self.session.uses)
        origins = {origin for planned in self.techniques for *_, origin in planned.origins}
        return has_omissions or self.choices.length > 0 or not origins <= {Origin.TECHNIQUE, Origin.SESSION}

    def with_fill(self, amount: int) -> Plan:
        """Return the plan with another amount for the fill, without notes on its earlier amount."""
        fill_technique = self.fill_technique
        if fill_technique is None:
            return self
        techniques = tuple(
            fill_technique.with_value(fill_technique.fill, amount) if fill_technique is planned else planned
            for planned in self.techniques
        )
        return replace(
            self, techniques=techniques, notes=self.notes_except(fill_technique, fill_technique.fill)
        )

    def replace_technique(self, old: PlannedTechnique, new: PlannedTechnique, name: str, note: str) -> Plan:
        """The same plan with one part for another; a note on one of its values replaces any earlier one."""
        techniques = tuple(new if planned is old else planned for planned in self.techniques)
        notes = (*self.notes_except(old, name), f"{old.technique.title}: {name} {note}")
        return replace(self, techniques=techniques, notes=notes)

    def notes_except(self, planned: PlannedTechnique, name: str) -> tuple[str, ...]:
        """The notes that are not on that value of a part."""
        prefix = f"{planned.technique.title}: {name} "
        return tuple(note for note in self.notes if not note.startswith(prefix))

    def without(self, *removals: PlannedTechnique) -> Plan:
        """The same plan when parts leave; the session's words ahead of them stay."""
        techniques: list[PlannedTechnique] = []
        preamble: tuple[Text | Step, ...] = ()
        for planned in self.techniques:
            if any(planned is other for other in removals):
                preamble += planned.preamble
                continue
            techniques.append(replace(planned, preamble=preamble + planned.preamble) if preamble else planned)
            preamble = ()
        notes = dict.fromkeys(f"{planned.technique.title} left out." for planned in removals)
        return replace(
            self, techniques=tuple(techniques), closing=preamble + self.closing, notes=(*self.notes, *notes)
        )
