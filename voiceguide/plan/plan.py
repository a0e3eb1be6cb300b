"""Plan: a session with every choice made, its techniques and the amount of each value."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.plan.overrides import Note, Origin
from voiceguide.plan.sound_profiles import NO_CHIME, SOUND_PROFILES, HalfwaySignal, SoundProfile
from voiceguide.script.uses import BOOKENDS
from voiceguide.script.vocabulary import Guidance
from voiceguide.script.walk import turn_count

if TYPE_CHECKING:
    from voiceguide.errors import Location
    from voiceguide.plan.options import Choices
    from voiceguide.script.model import ScriptBody, Session, Step, Technique, Text
    from voiceguide.script.shared_pages import PositionChange, SafetyNotes


FULL_NOTE_FROM = units.to_samples(5 * 60)
"""Samples of the shortest session that has the full safety note, which takes a minute."""


@dataclass(frozen=True, slots=True)
class CircuitTurn:
    """Round of a circuit in which a technique is done. From the second round on, only its name is spoken.

    `every` is the time in samples from its beginning to that of the next technique, 0 for as long as it takes.
    `rest` is the rest between rounds, which is no part of that time. `heading` is the place of the circuit.
    """

    heading: Location
    use: Location
    round: int
    every: int = 0
    rest: Step | None = None


@dataclass(frozen=True, slots=True)
class PlannedTechnique:
    """One turn of a technique.

    `values` are (name, amount in samples or as a number). `preamble` holds the session's own words and steps
    before the technique. `fill` names the value that takes up the remaining time; "" if none does.
    """

    technique: Technique
    values: tuple[tuple[str, int], ...]
    preamble: ScriptBody = ()
    optional: bool = False
    fill: str = ""
    pinned: frozenset[str] = frozenset()
    """Names of the values that the listener set for this technique alone: exact or refused."""
    overridden: frozenset[str] = frozenset()
    """Names of the values that the listener set, for this technique or for all; the fit leaves them unchanged."""
    side_values: tuple[tuple[str, str, int, Origin], ...] = ()
    """(side, value, amount, origin) of each value that differs on one side."""
    origins: tuple[tuple[str, int, Origin], ...] = ()
    """(value, amount, origin) of each value before the fit."""
    circuit: CircuitTurn | None = None

    def amount(self, name: str) -> int:
        """Return the amount of a value, in samples or as a number."""
        return dict(self.values)[name]

    def with_value(self, name: str, amount: int) -> PlannedTechnique:
        """Return the planned technique with one value changed."""
        return replace(self, values=tuple((key, amount if key == name else old) for key, old in self.values))


@dataclass(frozen=True, slots=True)
class Plan:
    """Everything that will be performed.

    `length` is the target in samples, 0 for as long as it takes. `trailing_silence`, in samples, is left over
    after the whole breaths of the fill. `spoken_fill` is the fill's amount that the words name while the fit
    looks for it, 0 for the actual one.
    """

    session: Session
    techniques: tuple[PlannedTechnique, ...]
    closing: ScriptBody
    safety: SafetyNotes
    position_changes: tuple[PositionChange, ...]
    choices: Choices
    length: int = 0
    trailing_silence: int = 0
    spoken_fill: int = 0
    note_records: tuple[Note, ...] = ()
    standard: Plan | None = None
    """The plan at the standard level, if this one has another level and the session's own length."""

    @property
    def has_full_note(self) -> bool:
        """True if the full safety note is spoken: by default, but not in a session below FULL_NOTE_FROM."""
        is_short = self.choices.note == "short" or 0 < self.length < FULL_NOTE_FROM
        return self.session.note == "full" or not (is_short or self.session.note == "short")

    @property
    def safety_note(self) -> tuple[Text, ...]:
        """Safety note that is spoken."""
        return self.safety.full if self.has_full_note else self.safety.short

    @property
    def unspoken_note(self) -> tuple[str, ...]:
        """Paragraphs of the full safety note where only the short one is spoken, to be read; else empty."""
        return () if self.has_full_note else tuple(note.text for note in self.safety.full)

    @property
    def notes(self) -> tuple[str, ...]:
        """Sentences on what was changed and what stopped at a limit, in order."""
        return tuple(note.text for note in self.note_records)

    @property
    def profile(self) -> SoundProfile:
        """Sound profile, with the listener's own halfway signal, countdown and time left."""
        choices, profile = self.choices, SOUND_PROFILES[self.choices.sounds]
        halfway = profile.halfway if choices.halfway is None else choices.halfway
        has_tones = choices.chime != NO_CHIME
        if halfway == HalfwaySignal.TONE and not has_tones:
            halfway = HalfwaySignal.WORD
        countdown = profile.countdown if choices.countdown is None else choices.countdown
        return SoundProfile(halfway, countdown, profile.cue_style, has_tones, choices.remaining)

    @property
    def teaches_signals(self) -> bool:
        """True if the bells are explained: as the listener chose, else to those who hear the full safety note."""
        is_wanted = self.has_full_note if self.choices.bells is None else self.choices.bells
        return is_wanted and self.choices.guidance != Guidance.NAMES and self.choices.chime != NO_CHIME

    @property
    def fill_technique(self) -> PlannedTechnique | None:
        """Technique whose fill value takes up the remaining time; None if there is none."""
        return next((planned for planned in self.techniques if planned.fill), None)

    @property
    def needs(self) -> tuple[str, ...]:
        """Things to have ready for the techniques, in their order, each once."""
        return tuple(dict.fromkeys(thing for planned in self.techniques for thing in planned.technique.needs))

    @property
    def is_customised(self) -> bool:
        """True if the listener chose the length, or anything that changes the time left to fill."""
        bells, _ = BOOKENDS
        planned_count = sum(planned.technique.name != bells for planned in self.techniques)
        bells_count = sum(use.technique == bells for use in self.session.uses)
        has_omissions = planned_count < turn_count(self.session) - bells_count
        origins = {origin for planned in self.techniques for *_, origin in planned.origins}
        return has_omissions or self.choices.length > 0 or not origins <= {Origin.TECHNIQUE, Origin.SESSION}

    @property
    def has_less_to_say(self) -> bool:
        """True if the listener's choices make it shorter: less guidance, the short note, techniques left out."""
        choices = self.choices
        has_fewer_words = (
            choices.guidance != Guidance.FULL or choices.note == "short" or choices.bells is False
        )
        return self.is_customised or has_fewer_words or bool(choices.avoid)

    def with_length_note(self, written_length: int, reason: str) -> Plan:
        """Return the plan with a note if its length differs from the one in its script, in samples."""
        if self.length == written_length:
            return self
        clocks = units.format_clock(self.length), units.format_clock(written_length)
        note = Note("It lasts {} instead of {}: {}.".format(*clocks, reason))
        return replace(self, note_records=(*self.note_records, note))

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
            self, techniques=techniques, note_records=self._notes_except(fill_technique, fill_technique.fill)
        )

    def replace_technique(self, old: PlannedTechnique, new: PlannedTechnique, name: str, note: str) -> Plan:
        """Return the plan with one technique replaced; `note`, on its value `name`, replaces any earlier one."""
        techniques = tuple(new if planned is old else planned for planned in self.techniques)
        notes = (*self._notes_except(old, name), Note.about_value(old.technique, name, note))
        return replace(self, techniques=techniques, note_records=notes)

    def _notes_except(self, planned: PlannedTechnique, name: str) -> tuple[Note, ...]:
        """Return the notes that are not about a given value of a technique."""
        subject = (planned.technique.title, name)
        return tuple(note for note in self.note_records if (note.technique, note.value) != subject)

    def without(self, *removals: PlannedTechnique) -> Plan:
        """Return the plan without some techniques; the session's words before them stay."""
        techniques: list[PlannedTechnique] = []
        preamble: ScriptBody = ()
        for planned in self.techniques:
            if any(planned is other for other in removals):
                preamble += planned.preamble
                continue
            techniques.append(replace(planned, preamble=preamble + planned.preamble) if preamble else planned)
            preamble = ()
        notes = dict.fromkeys(Note.left_out(planned.technique) for planned in removals)
        return replace(
            self,
            techniques=tuple(techniques),
            closing=preamble + self.closing,
            note_records=(*self.note_records, *notes),
        )
