"""A session with every choice made: which techniques, and what each of their values is."""

from __future__ import annotations

from dataclasses import dataclass, replace
from fractions import Fraction
from typing import TYPE_CHECKING

from voiceguide.errors import AskedError, ScriptError
from voiceguide.plan import overrides
from voiceguide.plan.size_limit import too_much
from voiceguide.plan.sound_profiles import PROFILES, Profile
from voiceguide.script.grammar import nearest
from voiceguide.script.model import Change, Safety, Saying, Session, Step, Technique, Use, Words
from voiceguide.script.uses import AROUND, fill_value

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from voiceguide.plan.choices import Choices
    from voiceguide.script.library import Library


@dataclass(frozen=True, slots=True)
class Part:
    """One technique's turn. `values` are final; `fill` names the value that takes up the slack.

    It is "" where this part does not, or where no length was asked for.

    `before` are the session's own words and steps that come ahead of it.
    """

    technique: Technique
    values: tuple[tuple[str, int], ...]
    before: tuple[Words | Step, ...] = ()
    optional: bool = False
    fill: str = ""
    pinned: frozenset[str] = frozenset()
    """The values that the listener set for just this technique: exact or refused."""
    wished: frozenset[str] = frozenset()
    """The values that the listener set, be it for this technique or for all: no fit touches them."""
    sided: tuple[tuple[str, str, int, overrides.Origin], ...] = ()
    """(side, value, amount, where it came from): what a value is on one side only."""
    origins: tuple[tuple[str, int, overrides.Origin], ...] = ()
    """(value, amount, where it came from), before anything was made to fit."""

    def amount(self, name: str) -> int:
        """What a value is, in samples or as a number."""
        return dict(self.values)[name]

    def having(self, name: str, amount: int) -> Part:
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
    parts: tuple[Part, ...]
    after: tuple[Words | Step, ...]
    safety: Safety
    changes: tuple[Change, ...]
    length: int = 0
    moving: Fraction = Fraction(1)
    remainder: int = 0
    said: int = 0
    level: str = "standard"
    brief: bool = False
    """Without details, and with the short safety note."""
    names_only: bool = False
    """No words but names, sides, numbers and what keeps the listener safe."""
    announced: bool = True
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
    say: tuple[Saying, ...] = ()
    """The listener's own pronunciations."""
    length_asked: bool = False
    """Whether the listener said how long it lasts, now or for every time."""
    remembered: frozenset[str] = frozenset()
    """The fields of Choices in which something comes from the preferences."""
    notes: tuple[str, ...] = ()

    @property
    def profile(self) -> Profile:
        """What is heard besides an author's words."""
        usual = PROFILES[self.sounds]
        return Profile(
            usual.half if self.halfway is None else self.halfway,
            usual.countdown if self.countdown is None else self.countdown,
            usual.led,
        )

    @property
    def filling(self) -> Part | None:
        """The part that takes up the slack, if there is one."""
        return next((part for part in self.parts if part.fill), None)

    @property
    def chosen(self) -> bool:
        """Whether the listener chose how long it lasts, or what leaves it another time to fill."""
        fewer = len(self.parts) < len(self.session.uses)
        origins = {origin for part in self.parts for *_, origin in part.origins}
        return fewer or self.length_asked or not origins <= {"technique", "session"}

    def filled(self, amount: int) -> Plan:
        """The same plan with another amount for the fill; what was noted on its amount is void."""
        part = self.filling
        if part is None:
            return self
        parts = tuple(part.having(part.fill, amount) if part is other else other for other in self.parts)
        return replace(self, parts=parts, notes=self.notes_but(part, part.fill))

    def exchanged(self, old: Part, new: Part, name: str, note: str) -> Plan:
        """The same plan with one part for another; a note on one of its values replaces any earlier one."""
        parts = tuple(new if part is old else part for part in self.parts)
        notes = (*self.notes_but(old, name), f"{old.technique.title}: {name} {note}")
        return replace(self, parts=parts, notes=notes)

    def notes_but(self, part: Part, name: str) -> tuple[str, ...]:
        """The notes that are not on that value of a part."""
        about = f"{part.technique.title}: {name} "
        return tuple(note for note in self.notes if not note.startswith(about))

    def without(self, *leaving: Part) -> Plan:
        """The same plan when parts leave; the session's words ahead of them stay."""
        parts: list[Part] = []
        carried: tuple[Words | Step, ...] = ()
        for part in self.parts:
            if any(part is other for other in leaving):
                carried += part.before
                continue
            parts.append(replace(part, before=carried + part.before) if carried else part)
            carried = ()
        notes = dict.fromkeys(f"{part.technique.title} left out." for part in leaving)
        return replace(self, parts=tuple(parts), after=carried + self.after, notes=(*self.notes, *notes))


def make_plan(session: Session, library: Library, choices: Choices) -> Plan:
    """Session and choices → Plan.

    Raises AskedError for a name or amount that cannot be had, ScriptError for a broken script, or for
    one that goes on for more than a day (see extent.py).
    """
    techniques = library.join(session)
    _all_are_used((*choices.skip, *choices.only), session)
    overrides.nothing_is_asked_twice(choices.wishes)
    notes = [note for note in _not_the_shipped(session, library) if note]
    parts, after = _turns(session, techniques, library, choices, notes)
    heard = tuple(part.technique.name for part in parts)  # easier forms as well
    _all_are_used((wish.technique for wish in choices.wishes if not wish.remembered), session, heard)
    fewer = choices.skip or choices.never or choices.only or choices.avoid
    if fewer and session.uses and all(part.technique.name in AROUND for part in parts):
        raise AskedError(f"Nothing is left of {session.title}: leave less out.")
    overrides.all_meant_something(choices.wishes, (part.technique for part in parts))
    length = choices.length or _own_length(session, parts, choices)
    if session.length and not length:
        notes.append("Nothing is left to fill the time, so it lasts as long as it takes.")
    plan = replace(
        _nothing_yet(session, library, choices),
        parts=parts if length else tuple(replace(part, fill="") for part in parts),
        after=after,
        length=length,
        notes=tuple(dict.fromkeys(notes)),
    )
    if problem := too_much(plan):
        raise ScriptError([problem])
    return plan


def _nothing_yet(session: Session, library: Library, choices: Choices) -> Plan:
    """How everything is done, and nothing to do."""
    return Plan(
        session,
        (),
        (),
        library.safety,
        library.changes,
        moving=choices.moving,
        level=choices.level,
        brief=choices.guidance != "full",
        names_only=choices.guidance == "names",
        announced=choices.announce,
        sounds=choices.sounds,
        halfway=choices.halfway,
        countdown=choices.countdown,
        chime=choices.chime,
        music=choices.music,
        trim_proof=choices.trim_proof,
        say=choices.say,
        length_asked=choices.length > 0,
        remembered=choices.remembered,
    )


def _turns(
    session: Session,
    techniques: tuple[Technique, ...],
    library: Library,
    choices: Choices,
    notes: list[str],
) -> tuple[tuple[Part, ...], tuple[Words | Step, ...]]:
    """The turns of techniques that the listener wants, or of their easier forms, and what follows them."""
    uses = {use.technique for use in session.uses}
    parts: list[Part] = []
    waiting: list[Words | Step] = []
    turns = iter(zip(session.uses, techniques, strict=True))
    for item in session.body:
        if not isinstance(item, Use):
            waiting.append(item)
            continue
        use, technique = next(turns)
        if not _wanted(use.technique, choices):
            notes.append(f"{technique.title} left out.")
        elif fitting := _fitting(technique, library, choices, uses, notes):
            parts.append(_part(use, fitting, tuple(waiting), choices, notes))
            waiting.clear()
    return tuple(parts), tuple(waiting)


def _part(
    use: Use, technique: Technique, before: tuple[Words | Step, ...], choices: Choices, notes: list[str]
) -> Part:
    origins = tuple(overrides.values(use, technique, choices, notes))
    values = tuple((name, amount) for name, amount, _ in origins)
    sided = tuple(overrides.sided(technique, dict(values), choices, notes))
    granted = tuple(overrides.that_count(technique, choices))
    pinned = frozenset(wish.name for wish in granted if wish.technique)
    wished = frozenset(wish.name for wish in granted)
    fill = fill_value(technique) if use.fill else ""
    # What the listener named stays, whether or not the session could do without it.
    optional = use.optional and technique.name not in choices.only
    fill = "" if fill in wished else fill
    return Part(technique, values, before, optional, fill, pinned, wished, sided, origins)


def _own_length(session: Session, parts: tuple[Part, ...], choices: Choices) -> int:
    """The length the author wrote, unless the listener took away what could meet it."""
    fills = any(part.fill for part in parts)
    filled = any(use.fill for use in session.uses)
    never = set(choices.never) & {use.technique for use in session.uses}
    return session.length if fills or not (filled or choices.skip or choices.only or never) else 0


def _all_are_used(names: Iterable[str], session: Session, others: tuple[str, ...] = ()) -> None:
    """Raises AskedError for a name, but for "", that is neither used by a session nor one of the others."""
    used = tuple(dict.fromkeys((*(use.technique for use in session.uses), *others)))
    for name in names:
        if name and name not in used:
            hint = nearest(name, used) or f"It uses {', '.join(used) or 'none'}."
            raise AskedError(f"“{session.name}” does not use “{name}”. {hint}")


def _wanted(name: str, choices: Choices) -> bool:
    """The bells and the close stay around whatever is chosen, unless they are skipped by name.

    Bells without words would tell nobody what they mean.
    """
    bells, _ = AROUND
    if name == bells and choices.guidance == "names":
        return False
    if name in choices.skip or name in set(choices.never) - set(choices.only):
        return False
    return not choices.only or name in {*choices.only, *AROUND}


def _not_the_shipped(session: Session, library: Library) -> Iterator[str]:
    """A sentence for each script that wins over a shipped one of its name."""
    yield library.instead("sessions", session.name)
    for use in session.uses:
        yield library.instead("techniques", use.technique)


def _fitting(
    technique: Technique, library: Library, choices: Choices, uses: set[str], notes: list[str]
) -> Technique | None:
    """The technique itself, or its easier form for those who should avoid it; None where there is none."""
    seen = {technique.name}
    reasons: list[str] = []
    fitting = technique
    while shunned := [reason for reason in choices.avoid if reason in fitting.avoid]:
        reasons += shunned
        easier = fitting.easier.name if fitting.easier else ""
        if not easier or easier in seen | uses:
            notes.append(f"{technique.title} left out: not with {_all(reasons)}.")
            return None
        seen.add(easier)
        fitting = library.technique(easier)
    if fitting is not technique:
        notes.append(f"{fitting.title} in place of {technique.title}: not with {_all(reasons)}.")
    return fitting


def _all(reasons: list[str]) -> str:
    return ", ".join(dict.fromkeys(reasons))
