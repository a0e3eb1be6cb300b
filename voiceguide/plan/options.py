"""Option table: one row for each choice of a listener.

The command line, the preferences, `show --why`, and the comment in a file are derived from it.
A new option is a row here and a field of Choices.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from voiceguide.plan import parsers
from voiceguide.plan.choices import CHIMES, COUNTDOWNS, Choices, Guidance
from voiceguide.plan.sound_profiles import SOUND_PROFILES, HalfwaySignal
from voiceguide.script.vocabulary import CONDITIONS, Level

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

OptionTexts = tuple[str, ...]
"""Texts of one option: one, or several where the option may be repeated."""

INTERNAL_FIELDS = frozenset({"pronunciations", "preference_fields", "scripts_dir"})
"""Fields of Choices that no option sets."""


class Explanation(Enum):
    """Place of an option in `show --why`."""

    ALWAYS = auto()
    """A line of its own, also for the default."""
    IF_CHOSEN = auto()
    """A line of its own for any value but the default."""
    BY_EFFECT = auto()
    """The line of the session's length, or of the technique's value, that the option changes."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Option:
    """One choice: `--name` on the command line, `name` in the preferences."""

    name: str
    metavar: str
    """Placeholder of the text in the help; "" makes a switch: `--name` is “yes”, `--no-name` is “no”."""
    help_text: str
    example: str
    """A text that `parse` accepts and that is not the default."""
    parse: Callable[[str], Any]
    """Parser: text → value of the field, or one item of it if `multiple`. It raises RequestError."""
    field: str
    """Field of Choices."""
    multiple: bool = False
    """Whether the option may be repeated; the field is then a tuple."""
    allows_global: bool = True
    """Whether it can be remembered for all sessions: `set hold 25s`."""
    allows_target: bool = False
    """Whether it can be remembered for one technique or session: `set floor-twist.hold 45s`."""
    preference_field: str = ""
    """Field of Choices for the remembered value, if it differs.

    `--skip X` must name a technique of this session; a remembered skip need not.
    """
    describe: Callable[[Any], str] = str
    """Formatter of a value, or of one item of it if `multiple`, for `show --why` and the file's comment."""
    explanation: Explanation = Explanation.IF_CHOSEN
    file_comment: str = ""
    """Sentence in the file's comment if the value is not the default; “{}” stands for the value."""

    @property
    def fields(self) -> tuple[str, ...]:
        """Fields of Choices that the option sets: on the command line, and from the preferences if different."""
        return tuple(filter(None, (self.field, self.preference_field)))

    @property
    def is_list(self) -> bool:
        """Whether several values can be remembered, as a list."""
        return self.multiple and not self.allows_target

    def describe_value(self, value: Any) -> str:  # noqa: ANN401 - fields are of many types
        """Return the value of a field in words."""
        return ", ".join(map(self.describe, value)) if self.multiple else self.describe(value)

    def split_texts(self, texts: OptionTexts) -> OptionTexts:
        """Return the texts one by one, split at commas too if the option is a list."""
        if not self.is_list:
            return texts
        items = (text.strip() for entry in texts for text in entry.split(","))
        return tuple(filter(None, items)) or texts


def _describe_switch(value: bool) -> str:  # noqa: FBT001 - the value of a switch
    return "yes" if value else "no"


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
        help_text="Swap or omit what is unsuitable for it.",
        example="osteoporosis",
        parse=parsers.one_of(CONDITIONS, "condition that the scripts know"),
        field="avoid",
        multiple=True,
    ),
    Option(
        name="guidance",
        metavar="NAME",
        help_text="full, brief for those who know it, or names.",
        example="brief",
        parse=parsers.one_of(Guidance, "way of guiding"),
        field="guidance",
        explanation=Explanation.ALWAYS,
        file_comment="Brief guidance.",
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
        parse=parsers.one_of_mapping(COUNTDOWNS, "countdown"),
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
        name="announce-next",
        metavar="",
        help_text="Name each technique before it begins.",
        example="no",
        parse=parsers.parse_switch,
        field="announce_next",
        describe=_describe_switch,
    ),
    Option(
        name="beyond-limits",
        metavar="",
        help_text="Let values exceed the limits that authors set.",
        example="yes",
        parse=parsers.parse_switch,
        field="beyond_limits",
        allows_global=False,
        describe=_describe_switch,
    ),
    Option(
        name="voice",
        metavar="NAME",
        help_text="Voice: “voiceguide voices” lists them.",
        example="silent",
        parse=str,
        field="voice",
    ),
    Option(
        name="voice-rate",
        metavar="N",
        help_text="Words a minute: 100 to 200, usually 144.",
        example="120",
        parse=parsers.whole_number(range(100, 201), "number of words a minute"),
        field="voice_rate",
    ),
    Option(
        name="chime",
        metavar="NAME",
        help_text="bowl, bell or wood: instrument of the tones.",
        example="bell",
        parse=parsers.one_of(CHIMES, "chime"),
        field="chime",
        explanation=Explanation.ALWAYS,
        file_comment="Chime {}.",
    ),
    Option(
        name="music",
        metavar="NAME",
        help_text="rain, drone, air, or FILE: quietly under the voice.",
        example="rain",
        parse=str,
        field="music",
    ),
    Option(
        name="trim-proof",
        metavar="",
        help_text="Keep players from trimming the holds.",
        example="yes",
        parse=parsers.parse_switch,
        field="trim_proof",
        describe=_describe_switch,
    ),
    Option(
        name="pitch",
        metavar="N",
        help_text="0 to 100, where the voice has one.",
        example="40",
        parse=parsers.whole_number(range(101), "pitch"),
        field="pitch",
    ),
)

OPTIONS_BY_NAME = {option.name: option for option in OPTIONS}
SESSION_OPTION_NAMES = frozenset(
    option.name for option in OPTIONS if option.allows_target and not option.allows_global
)
"""Names of the options that are remembered for one session."""


def file_comments(choices: Choices) -> Iterator[str]:
    """Yield a sentence for each choice, other than the default, that a file's comment names."""
    defaults = Choices()
    for option in OPTIONS:
        value = getattr(choices, option.field)
        if option.file_comment and value != getattr(defaults, option.field):
            yield option.file_comment.format(option.describe_value(value))
