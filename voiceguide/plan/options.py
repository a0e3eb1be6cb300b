"""The menu: everything that a listener can choose. The command line and the preferences both read it.

A choice is a row here and a field of Choices; that gives it an option, a name under which it is remembered,
and its place in what was asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from voiceguide.errors import RequestError
from voiceguide.plan import choices as asked
from voiceguide.plan.choices import Choices, ValueOverride

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

OptionTexts = tuple[str, ...]
"""What was written for one choice: once, or as often as it may be given."""


@dataclass(frozen=True, slots=True)
class Option:
    """One choice: `--name` on the command line, `name` in the preferences.

    `read` makes of a text what stands in that field of Choices, raising AskedError; where there are `many`,
    the field is a tuple of them. Without a `sign`, which stands for the text in the help, it is a switch:
    `--name` is the text “yes”, `--no-name` is “no”.
    """

    name: str
    metavar: str
    help_text: str
    parse: Callable[[str], Any]
    field: str
    multiple: bool = False
    allows_global: bool = True
    """Whether it can be remembered for all sessions: `set hold 25s`."""
    allows_target: bool = False
    """Whether it can be remembered for one technique or session: `set floor-twist.hold 45s`."""
    preference_field: str = ""
    """The field for what is remembered, where that is another one: what is asked for now must make sense."""

    @property
    def is_list(self) -> bool:
        """Whether several can be remembered, as a list."""
        return self.multiple and not self.allows_target

    def split_texts(self, texts: OptionTexts) -> OptionTexts:
        """The texts one by one: where several can be listed, commas part them as well."""
        if not self.is_list:
            return texts
        items = (text.strip() for entry in texts for text in entry.split(","))
        return tuple(filter(None, items)) or texts


@dataclass(frozen=True, slots=True)
class Preference:
    """What a listener wants every time: a row's `name`, or that of a technique's value, and its texts.

    `target` is the technique or session it is for, as the command line writes it; "" for all.
    """

    target: str
    name: str
    texts: OptionTexts

    @property
    def key(self) -> str:
        """What people call it: floor-twist.hold."""
        return f"{self.target}.{self.name}" if self.target else self.name

    def __str__(self) -> str:
        return f"{self.key} {', '.join(self.texts)}"


OPTIONS = (
    Option(
        "minutes",
        "N",
        "How long it lasts: 10, or 12.5.",
        asked.parse_minutes,
        "length",
        allows_global=False,
        allows_target=True,
    ),
    Option(
        "length",
        "M:SS",
        "The same, to the second: 9:59.",
        asked.parse_length,
        "length",
        allows_global=False,
        allows_target=True,
    ),
    Option(
        "hold",
        "[T=]TIME",
        "30s for all, T=25s for one, T.left=25s for a side; +10s, longer, shorter.",
        asked.parse_hold,
        "overrides",
        multiple=True,
        allows_target=True,
    ),
    Option(
        "rounds",
        "[T=]N",
        "How often: seated-twist=3.",
        asked.parse_rounds,
        "overrides",
        multiple=True,
        allows_target=True,
    ),
    Option(
        "set",
        "T.NAME=VALUE",
        "Any value of one.",
        asked.parse_override,
        "overrides",
        multiple=True,
        allows_global=False,
    ),
    Option("skip", "T", "Leave a technique out.", str, "skip", multiple=True, preference_field="always_skip"),
    Option("only", "T", "Keep just these.", str, "only", multiple=True, allows_global=False),
    Option("moving", "X", "More time to move: 1.5x.", asked.parse_factor, "moving"),
    Option("level", "NAME", "gentle, standard or strong.", asked.parse_level, "level"),
    Option(
        "avoid",
        "CONDITION",
        "Swap or leave out what is not for it.",
        asked.parse_condition,
        "avoid",
        multiple=True,
    ),
    Option(
        "guidance", "NAME", "full, brief for those who know it, or names.", asked.parse_guidance, "guidance"
    ),
    Option("sounds", "NAME", "calm, guided (counts aloud) or minimal.", asked.parse_sound_profile, "sounds"),
    Option("countdown", "N", "5, 3 or none: numbers before a hold ends.", asked.parse_countdown, "countdown"),
    Option("halfway", "SIGN", "tone, word or none: half-way through a hold.", asked.parse_halfway, "halfway"),
    Option("announce-next", "", "Name each technique before it begins.", asked.parse_switch, "announce_next"),
    Option(
        "beyond-limits",
        "",
        "Let wishes pass the limits that authors set.",
        asked.parse_switch,
        "beyond_limits",
        allows_global=False,
    ),
    Option("voice", "NAME", "What speaks: “voiceguide voices” lists them.", str, "voice"),
    Option(
        "voice-rate", "N", "Words a minute: 100 to 200, usually 144.", asked.parse_voice_rate, "voice_rate"
    ),
    Option("chime", "NAME", "bowl, bell or wood: what plays the tones.", asked.parse_chime, "chime"),
    Option("music", "NAME", "rain, drone, air, or FILE: quietly under the voice.", str, "music"),
    Option("trim-proof", "", "Keep players from trimming the holds.", asked.parse_switch, "trim_proof"),
    Option("pitch", "N", "0 to 100, where the voice has one.", asked.parse_pitch, "pitch"),
)

OPTIONS_BY_NAME = {row.name: row for row in OPTIONS}
SESSION_OPTION_NAMES = frozenset(row.name for row in OPTIONS if row.allows_target and not row.allows_global)
"""What is remembered of a whole session."""


def make_choices(
    texts_by_option: Mapping[str, OptionTexts], preferences: Iterable[Preference] = (), session_name: str = ""
) -> Choices:
    """What was asked for, on top of what is remembered for all sessions and for this one.

    `given` are the texts of each row by its name. Raises AskedError.
    """
    length_options = [
        option.name for option in OPTIONS if option.field == "length" and texts_by_option.get(option.name)
    ]
    if len(length_options) > 1:
        raise RequestError("--minutes and --length say the same thing: give one of the two.")
    defaults = _preference_values(preferences, session_name)
    arguments: dict[str, Any] = {}
    for option in OPTIONS:
        if texts := texts_by_option.get(option.name, ()):
            values = tuple(map(option.parse, option.split_texts(texts)))
            arguments[option.field] = (
                (*arguments.get(option.field, ()), *values) if option.multiple else values[-1]
            )
    # What is asked for adds to lists and wishes, whose order of precedence the plan knows.
    merged = {name: _merge(defaults[name], arguments[name]) for name in defaults.keys() & arguments.keys()}
    preference_fields = (
        name for name, value in defaults.items() if name not in arguments or isinstance(value, tuple)
    )
    return Choices(**defaults | arguments | merged, preference_fields=frozenset(preference_fields))


def _preference_values(preferences: Iterable[Preference], session_name: str) -> dict[str, Any]:
    """The fields of what is remembered, for all sessions and for this one."""
    defaults: dict[str, Any] = {}
    for preference in preferences:
        if preference.name in SESSION_OPTION_NAMES and preference.target != session_name:
            continue
        field, values = field_and_value(preference)
        defaults[field] = _merge(defaults.get(field), values)
    return defaults


def _merge(old: Any, new: Any) -> Any:  # noqa: ANN401 - fields are of many types
    return (*(old or ()), *new) if isinstance(new, tuple) else new


def field_and_value(preference: Preference) -> tuple[str, Any]:
    """The field of Choices in which something remembered belongs, and what it says. Raises AskedError."""
    option = OPTIONS_BY_NAME.get(preference.name)
    if preference.target and preference.name not in SESSION_OPTION_NAMES:
        (text,) = preference.texts
        override: ValueOverride = (
            option.parse(f"{preference.target}={text}")
            if option and option.allows_target
            else asked.parse_override(f"{preference.key}={text}")
        )
        return "overrides", (replace(override, is_preference=True),)
    if option is None or (not preference.target and not option.allows_global):
        raise RequestError(f"“{preference.key}” is not remembered for all sessions.")
    values = tuple(map(option.parse, option.split_texts(preference.texts)))
    if option.field == "overrides":
        if any(override.technique for override in values):
            raise RequestError(
                f"“{preference.texts[0]}” is for one technique: write “TECHNIQUE.{option.name}”."
            )
        values = tuple(replace(override, is_preference=True) for override in values)
    return option.preference_field or option.field, values if option.multiple else values[-1]
