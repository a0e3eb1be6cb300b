"""A session with every choice made: which techniques, and what each of their values is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from voiceguide.errors import RequestError, ScriptError
from voiceguide.plan import overrides
from voiceguide.plan.size_limit import size_problem
from voiceguide.plan.sound_profiles import SOUND_PROFILES, SoundProfile
from voiceguide.script.grammar import did_you_mean
from voiceguide.script.model import (
    PositionChange,
    Pronunciation,
    SafetyNotes,
    Session,
    Step,
    Technique,
    Text,
    Use,
)
from voiceguide.script.uses import BOOKENDS, fill_value_name

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.plan.choices import Choices
    from voiceguide.script.library import Library


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
    side_values: tuple[tuple[str, str, int, overrides.Origin], ...] = ()
    """(side, value, amount, where it came from): what a value is on one side only."""
    origins: tuple[tuple[str, int, overrides.Origin], ...] = ()
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
    length: int = 0
    moving: Fraction = Fraction(1)
    trailing_silence: int = 0
    spoken_fill: int = 0
    level: str = "standard"
    brief: bool = False
    """Without details, and with the short safety note."""
    names_only: bool = False
    """No words but names, sides, numbers and what keeps the listener safe."""
    announce_next: bool = True
    """Whether each technique is named before it begins."""
    sounds: str = "calm"
    """The sound profile (plan/sound_profiles.py)."""
    halfway: str | None = None
    countdown: int | None = None
    """What the listener has otherwise than the profile; None for as it is there."""
    chime: str = "bowl"
    """What plays the tones."""
    music: str = ""
    """What lies under the voice: a bed by name, or a file; "" for nothing."""
    trim_proof: bool = False
    """Whether silences carry a tone that is not heard."""
    pronunciations: tuple[Pronunciation, ...] = ()
    """The listener's own pronunciations."""
    is_length_chosen: bool = False
    """Whether the listener said how long it lasts, now or for every time."""
    preference_fields: frozenset[str] = frozenset()
    """The fields of Choices in which something comes from the preferences."""
    notes: tuple[str, ...] = ()

    @property
    def profile(self) -> SoundProfile:
        """What is heard besides an author's words."""
        profile = SOUND_PROFILES[self.sounds]
        return SoundProfile(
            profile.halfway if self.halfway is None else self.halfway,
            profile.countdown if self.countdown is None else self.countdown,
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
        return has_omissions or self.is_length_chosen or not origins <= {"technique", "session"}

    def with_fill(self, amount: int) -> Plan:
        """The same plan with another amount for the fill; what was noted on its amount is void."""
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


def make_plan(session: Session, library: Library, choices: Choices) -> Plan:
    """Session and choices → Plan.

    Raises AskedError for a name or amount that cannot be had, ScriptError for a broken script, or for
    one that goes on for more than a day (see extent.py).
    """
    techniques = library.resolve_techniques(session)
    _reject_unknown_names((*choices.skip, *choices.only), session)
    overrides.reject_duplicates(choices.overrides)
    notes = [note for note in _shadowing_notes(session, library) if note]
    planned_techniques, closing = _plan_techniques(session, techniques, library, choices, notes)
    planned_names = tuple(planned.technique.name for planned in planned_techniques)  # easier forms as well
    _reject_unknown_names(
        (override.technique for override in choices.overrides if not override.is_preference),
        session,
        planned_names,
    )
    omissions = choices.skip or choices.always_skip or choices.only or choices.avoid
    if (
        omissions
        and session.uses
        and all(planned.technique.name in BOOKENDS for planned in planned_techniques)
    ):
        raise RequestError(f"Nothing is left of {session.title}: leave less out.")
    overrides.reject_unused(choices.overrides, (planned.technique for planned in planned_techniques))
    length = choices.length or _default_length(session, planned_techniques, choices)
    if session.length and not length:
        notes.append("Nothing is left to fill the time, so it lasts as long as it takes.")
    plan = replace(
        _empty_plan(session, library, choices),
        techniques=planned_techniques
        if length
        else tuple(replace(planned, fill="") for planned in planned_techniques),
        closing=closing,
        length=length,
        notes=tuple(dict.fromkeys(notes)),
    )
    if problem := size_problem(plan):
        raise ScriptError([problem])
    return plan


def _empty_plan(session: Session, library: Library, choices: Choices) -> Plan:
    """How everything is done, and nothing to do."""
    return Plan(
        session,
        (),
        (),
        library.safety_notes,
        library.position_changes,
        moving=choices.moving,
        level=choices.level,
        brief=choices.guidance != "full",
        names_only=choices.guidance == "names",
        announce_next=choices.announce_next,
        sounds=choices.sounds,
        halfway=choices.halfway,
        countdown=choices.countdown,
        chime=choices.chime,
        music=choices.music,
        trim_proof=choices.trim_proof,
        pronunciations=choices.pronunciations,
        is_length_chosen=choices.length > 0,
        preference_fields=choices.preference_fields,
    )


def _plan_techniques(
    session: Session,
    techniques: tuple[Technique, ...],
    library: Library,
    choices: Choices,
    notes: list[str],
) -> tuple[tuple[PlannedTechnique, ...], tuple[Text | Step, ...]]:
    """The turns of techniques that the listener wants, or of their easier forms, and what follows them."""
    used_names = {use.technique for use in session.uses}
    planned_techniques: list[PlannedTechnique] = []
    preamble: list[Text | Step] = []
    pairs = iter(zip(session.uses, techniques, strict=True))
    for item in session.body:
        if not isinstance(item, Use):
            preamble.append(item)
            continue
        use, technique = next(pairs)
        if not _is_included(use.technique, choices):
            notes.append(f"{technique.title} left out.")
        elif form := _suitable_form(technique, library, choices, used_names, notes):
            planned_techniques.append(_plan_technique(use, form, tuple(preamble), choices, notes))
            preamble.clear()
    return tuple(planned_techniques), tuple(preamble)


def _plan_technique(
    use: Use, technique: Technique, preamble: tuple[Text | Step, ...], choices: Choices, notes: list[str]
) -> PlannedTechnique:
    origins = tuple(overrides.resolve_values(use, technique, choices, notes))
    values = tuple((name, amount) for name, amount, _ in origins)
    side_values = tuple(overrides.resolve_side_values(technique, dict(values), choices, notes))
    effective = tuple(overrides.effective_overrides(technique, choices))
    pinned = frozenset(override.name for override in effective if override.technique)
    overridden = frozenset(override.name for override in effective)
    fill = fill_value_name(technique) if use.fill else ""
    # What the listener named stays, whether or not the session could do without it.
    optional = use.optional and technique.name not in choices.only
    fill = "" if fill in overridden else fill
    return PlannedTechnique(
        technique, values, preamble, optional, fill, pinned, overridden, side_values, origins
    )


def _default_length(
    session: Session, planned_techniques: tuple[PlannedTechnique, ...], choices: Choices
) -> int:
    """The length the author wrote, unless the listener took away what could meet it."""
    has_fill = any(planned.fill for planned in planned_techniques)
    declares_fill = any(use.fill for use in session.uses)
    always_skip = set(choices.always_skip) & {use.technique for use in session.uses}
    return (
        session.length
        if has_fill or not (declares_fill or choices.skip or choices.only or always_skip)
        else 0
    )


def _reject_unknown_names(names: Iterable[str], session: Session, extra_names: tuple[str, ...] = ()) -> None:
    """Raises AskedError for a name, but for "", that is neither used by a session nor one of the others."""
    known_names = tuple(dict.fromkeys((*(use.technique for use in session.uses), *extra_names)))
    for name in names:
        if name and name not in known_names:
            hint = did_you_mean(name, known_names) or f"It uses {', '.join(known_names) or 'none'}."
            raise RequestError(f"“{session.name}” does not use “{name}”. {hint}")


def _is_included(name: str, choices: Choices) -> bool:
    """The bells and the close stay around whatever is chosen, unless they are skipped by name.

    Bells without words would tell nobody what they mean.
    """
    bells, _ = BOOKENDS
    if name == bells and choices.guidance == "names":
        return False
    if name in choices.skip or name in set(choices.always_skip) - set(choices.only):
        return False
    return not choices.only or name in {*choices.only, *BOOKENDS}


def _shadowing_notes(session: Session, library: Library) -> Iterator[str]:
    """A sentence for each script that wins over a shipped one of its name."""
    yield library.shadowing_note("sessions", session.name)
    for use in session.uses:
        yield library.shadowing_note("techniques", use.technique)


def _suitable_form(
    technique: Technique, library: Library, choices: Choices, used_names: set[str], notes: list[str]
) -> Technique | None:
    """The technique itself, or its easier form for those who should avoid it; None where there is none."""
    seen = {technique.name}
    reasons: list[str] = []
    form = technique
    while conflicts := [reason for reason in choices.avoid if reason in form.avoid]:
        reasons += conflicts
        easier = form.easier_form.name if form.easier_form else ""
        if not easier or easier in seen | used_names:
            notes.append(f"{technique.title} left out: not with {_join_reasons(reasons)}.")
            return None
        seen.add(easier)
        form = library.technique(easier)
    if form is not technique:
        notes.append(f"{form.title} in place of {technique.title}: not with {_join_reasons(reasons)}.")
    return form


def _join_reasons(reasons: list[str]) -> str:
    return ", ".join(dict.fromkeys(reasons))
