"""Options and choices: one row of OPTIONS and one field of Choices for everything that a listener can choose.

The command line, the preferences, `show --why` and the comment in a file are derived from the table.
"""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.plan import parsers
from voiceguide.plan.option import Explanation, Option, describe_switch
from voiceguide.plan.sound_profiles import CHIMES, COUNTDOWNS, NO_CHIME, SOUND_PROFILES, HalfwaySignal
from voiceguide.plan.voice_options import ADDRESS_FORMS, VOICE_OPTIONS
from voiceguide.script.shared_pages import NOTE_LENGTHS
from voiceguide.script.vocabulary import CONDITIONS, Guidance, Level, Side

if TYPE_CHECKING:
    from pathlib import Path

    from voiceguide.plan.parsers import ValueOverride
    from voiceguide.script.model import Pronunciation


@dataclass(frozen=True, slots=True)
class Choices:
    """Choices of a listener for one session; the defaults choose nothing."""

    length: int = 0
    """Length of the session in samples; 0 keeps the length in its script."""
    overrides: tuple[ValueOverride, ...] = ()
    skip: tuple[str, ...] = ()
    """Techniques to leave out of this session, which must use them."""
    always_skip: tuple[str, ...] = ()
    """Techniques to leave out of any session that uses them, unless `only` names them."""
    only: tuple[str, ...] = ()
    """Techniques to keep; () keeps all."""
    moving: Fraction = Fraction(1)
    """Factor by which times to move are longer."""
    voice: str | None = None
    """Name of the voice; None selects the default."""
    voice_rate: int = 0
    """Words a minute within a cue; 0 selects the default rate."""
    chime: str = CHIMES[0]
    """Instrument that plays the tones: one of CHIMES; or NO_CHIME."""
    music: str = ""
    """Music under the voice: the name of a bed (rain, drone, air) or the path of a file; "" for none."""
    trim_proof: bool = False
    """True if silences carry an inaudible tone, so that players do not trim them."""
    pitch: int | None = None
    """Pitch of the voice from 0 to 100; None selects its default."""
    side: str = Side.LEFT
    level: Level = Level.STANDARD
    avoid: tuple[str, ...] = ()
    """Conditions of the listener, from vocabulary.CONDITIONS, that some techniques are unsuitable for."""
    guidance: Guidance = Guidance.FULL
    language: str = ""
    """Language of shipped scripts that are found by name; "" selects English."""
    form: str = ADDRESS_FORMS[0]
    """Address of the listener, where the language has two: one of ADDRESS_FORMS."""
    note: str | None = None
    """Safety note that is spoken, one of shared_pages.NOTE_LENGTHS; None selects the full one."""
    bells: bool | None = None
    """True if the signals that the session uses are explained at its start; None: with the full safety note."""
    sounds: str = "calm"
    """Name of the sound profile: a key of SOUND_PROFILES."""
    halfway: HalfwaySignal | None = None
    """Signal half-way through a hold; None selects that of the sound profile."""
    countdown: int | None = None
    """Count of numbers before a hold ends; None selects that of the sound profile."""
    remaining: int = 0
    """Samples between two announcements of the time left in a hold; 0 for none."""
    announce_next: bool = True
    """True if each technique is announced by name before it begins."""
    beyond_limits: bool = False
    """True if overrides may exceed the limits that authors set."""
    pronunciations: tuple[Pronunciation, ...] = ()
    """Listener's own pronunciations."""
    preference_fields: frozenset[str] = frozenset()
    """Names of the fields in which a value comes from the preferences."""
    scripts_dir: Path | None = None
    """Folder of the listener's own scripts; None selects the default."""


INTERNAL_FIELDS = frozenset({"pronunciations", "preference_fields", "scripts_dir"})
"""Fields of Choices that no option sets."""


OPTIONS = (
    Option(
        name="minutes",
        metavar="N",
        help_text="Length in minutes: 10, or 12.5.",
        example="12.5",
        parse=parsers.parse_minutes,
        field="length",
        allows_global=False,
        allows_target=True,
        explanation=Explanation.BY_EFFECT,
    ),
    Option(
        name="length",
        metavar="M:SS",
        help_text="Length to the second: 9:59.",
        example="9:59",
        parse=parsers.parse_length,
        field="length",
        allows_global=False,
        allows_target=True,
        explanation=Explanation.BY_EFFECT,
    ),
    Option(
        name="hold",
        metavar="[T=]TIME",
        help_text="30s for all, T=25s for one, T.left=25s for a side; +10s, longer, shorter.",
        example="25s",
        parse=parsers.parse_hold,
        field="overrides",
        multiple=True,
        allows_target=True,
        explanation=Explanation.BY_EFFECT,
    ),
    Option(
        name="rounds",
        metavar="[T=]N",
        help_text="Rounds: 3 for all, T=3 for one.",
        example="3",
        parse=parsers.parse_rounds,
        field="overrides",
        multiple=True,
        allows_target=True,
        explanation=Explanation.BY_EFFECT,
    ),
    Option(
        name="set",
        metavar="T.NAME=VALUE",
        help_text="Any value of a technique: T.hold=25s.",
        example="seated-twist.hold=25s",
        parse=parsers.parse_override,
        field="overrides",
        multiple=True,
        allows_global=False,
        explanation=Explanation.BY_EFFECT,
    ),
    Option(
        name="skip",
        metavar="T",
        help_text="Leave a technique out.",
        example="seated-twist",
        parse=str,
        field="skip",
        multiple=True,
        preference_field="always_skip",
    ),
    Option(
        name="only",
        metavar="T",
        help_text="Keep only this technique.",
        example="seated-twist",
        parse=str,
        field="only",
        multiple=True,
        allows_global=False,
    ),
    Option(
        name="moving",
        metavar="X",
        help_text="More time to move: 1.5x.",
        example="1.5x",
        parse=parsers.parse_factor,
        field="moving",
        describe=lambda factor: f"{float(factor):g}x",
        explanation=Explanation.ALWAYS,
    ),
    Option(
        name="side",
        metavar="NAME",
        help_text="left or right, where one side is exercised.",
        example="right",
        parse=parsers.one_of(tuple(map(str, Side)), "side"),
        field="side",
    ),
    Option(
        name="level",
        metavar="NAME",
        help_text="gentle, standard or strong.",
        example="gentle",
        parse=parsers.one_of(Level, "level"),
        field="level",
        explanation=Explanation.ALWAYS,
        file_comment="Level {}.",
    ),
    Option(
        name="avoid",
        metavar="CONDITION",
        help_text="Swap or omit techniques unsuitable for it.",
        example="osteoporosis",
        parse=parsers.one_of(CONDITIONS, "condition that the scripts know"),
        field="avoid",
        multiple=True,
    ),
    Option(
        name="guidance",
        metavar="NAME",
        help_text="full, brief if you know it, or names.",
        example="brief",
        parse=parsers.one_of(Guidance, "kind of guidance"),
        field="guidance",
        explanation=Explanation.ALWAYS,
        file_comment="Brief guidance.",
    ),
    Option(
        name="note",
        metavar="NAME",
        help_text="full or short: safety note; short below five minutes.",
        example="short",
        parse=parsers.one_of(NOTE_LENGTHS, "safety note"),
        field="note",
        file_comment="Safety note {}.",
    ),
    Option(
        name="bells",
        metavar="yes|no",
        help_text="Explain the tones first; by default with the full safety note.",
        example="no",
        parse=parsers.parse_switch,
        field="bells",
        describe=describe_switch,
    ),
    Option(
        name="sounds",
        metavar="NAME",
        help_text="calm, guided (counts aloud) or minimal.",
        example="guided",
        parse=parsers.one_of(SOUND_PROFILES, "sound profile"),
        field="sounds",
        explanation=Explanation.ALWAYS,
        file_comment="Sounds {}.",
    ),
    Option(
        name="countdown",
        metavar="N",
        help_text="5, 3 or none: numbers before a hold ends.",
        example="5",
        parse=parsers.OneOf(COUNTDOWNS, "countdown"),
        field="countdown",
        describe=lambda count: str(count) if count else "none",
    ),
    Option(
        name="halfway",
        metavar="SIGN",
        help_text="tone, word or none: half-way through a hold.",
        example="word",
        parse=parsers.one_of(HalfwaySignal, "sign half-way"),
        field="halfway",
    ),
    Option(
        name="remaining",
        metavar="TIME",
        help_text="Say the time left in a hold: every 15s, or none.",
        example="15s",
        parse=parsers.parse_remaining,
        field="remaining",
        describe=lambda length: units.format_duration(length) if length else "none",
        file_comment="The time left in holds is said every {}.",
        on_page=False,
    ),
    Option(
        name="announce-next",
        metavar="",
        help_text="Name each technique before it begins.",
        example="no",
        parse=parsers.parse_switch,
        field="announce_next",
        describe=describe_switch,
    ),
    Option(
        name="beyond-limits",
        metavar="",
        help_text="Let values exceed the limits that authors set.",
        example="yes",
        parse=parsers.parse_switch,
        field="beyond_limits",
        allows_global=False,
        describe=describe_switch,
        on_page=False,
    ),
    Option(
        name="chime",
        metavar="NAME",
        help_text="bowl, bell or wood: instrument of the tones; none for words alone.",
        example="bell",
        parse=parsers.one_of((*CHIMES, NO_CHIME), "chime"),
        field="chime",
        explanation=Explanation.ALWAYS,
        file_comment="Chime {}.",
    ),
    *VOICE_OPTIONS,
)

OPTIONS_BY_NAME = {option.name: option for option in OPTIONS}
SESSION_OPTION_NAMES = frozenset(
    option.name for option in OPTIONS if option.allows_target and not option.allows_global
)
"""Names of the options that are remembered for one session."""
