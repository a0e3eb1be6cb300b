"""The menu: everything that a listener can choose. The command line and the preferences both read it.

A choice is a row here and a field of Choices; that gives it an option, a name under which it is remembered,
and its place in what was asked for.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from voiceguide.errors import AskedError
from voiceguide.plan import choices as asked
from voiceguide.plan.choices import Choices, Wish

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

Texts = tuple[str, ...]
"""What was written for one choice: once, or as often as it may be given."""


@dataclass(frozen=True, slots=True)
class Row:
    """One choice: `--name` on the command line, `name` in the preferences.

    `read` makes of a text what stands in that field of Choices, raising AskedError; where there are `many`,
    the field is a tuple of them. Without a `sign`, which stands for the text in the help, it is a switch:
    `--name` is the text “yes”, `--no-name` is “no”.
    """

    name: str
    sign: str
    about: str
    read: Callable[[str], Any]
    field: str
    many: bool = False
    for_all: bool = True
    """Whether it can be remembered for all sessions: `set hold 25s`."""
    for_one: bool = False
    """Whether it can be remembered for one technique or session: `set floor-twist.hold 45s`."""
    remembered_in: str = ""
    """The field for what is remembered, where that is another one: what is asked for now must make sense."""

    @property
    def listed(self) -> bool:
        """Whether several can be remembered, as a list."""
        return self.many and not self.for_one

    def each(self, texts: Texts) -> Texts:
        """The texts one by one: where several can be listed, commas part them as well."""
        if not self.listed:
            return texts
        found = (text.strip() for several in texts for text in several.split(","))
        return tuple(filter(None, found)) or texts


@dataclass(frozen=True, slots=True)
class Remembered:
    """What a listener wants every time: a row's `name`, or that of a technique's value, and its texts.

    `target` is the technique or session it is for, as the command line writes it; "" for all.
    """

    target: str
    name: str
    texts: Texts

    @property
    def key(self) -> str:
        """What people call it: floor-twist.hold."""
        return f"{self.target}.{self.name}" if self.target else self.name

    def __str__(self) -> str:
        return f"{self.key} {', '.join(self.texts)}"


MENU = (
    Row(
        "minutes",
        "N",
        "How long it lasts: 10, or 12.5.",
        asked.minutes,
        "length",
        for_all=False,
        for_one=True,
    ),
    Row(
        "length",
        "M:SS",
        "The same, to the second: 9:59.",
        asked.length,
        "length",
        for_all=False,
        for_one=True,
    ),
    Row(
        "hold",
        "[T=]TIME",
        "30s for all, T=25s for one, T.left=25s for a side; +10s, longer, shorter.",
        asked.hold,
        "wishes",
        many=True,
        for_one=True,
    ),
    Row("rounds", "[T=]N", "How often: seated-twist=3.", asked.rounds, "wishes", many=True, for_one=True),
    Row("set", "T.NAME=VALUE", "Any value of one.", asked.setting, "wishes", many=True, for_all=False),
    Row("skip", "T", "Leave a technique out.", str, "skip", many=True, remembered_in="never"),
    Row("only", "T", "Keep just these.", str, "only", many=True, for_all=False),
    Row("moving", "X", "More time to move: 1.5x.", asked.times, "moving"),
    Row("level", "NAME", "gentle, standard or strong.", asked.level, "level"),
    Row("avoid", "CONDITION", "Swap or leave out what is not for it.", asked.avoid, "avoid", many=True),
    Row("guidance", "NAME", "full, brief for those who know it, or names.", asked.guidance, "guidance"),
    Row("sounds", "NAME", "calm, guided (counts aloud) or minimal.", asked.sounds, "sounds"),
    Row("countdown", "N", "5, 3 or none: numbers before a hold ends.", asked.countdown, "countdown"),
    Row("halfway", "SIGN", "tone, word or none: half-way through a hold.", asked.halfway, "halfway"),
    Row("announce-next", "", "Name each technique before it begins.", asked.switch, "announce"),
    Row(
        "beyond-limits",
        "",
        "Let wishes pass the limits that authors set.",
        asked.switch,
        "beyond",
        for_all=False,
    ),
    Row("voice", "NAME", "What speaks: “voiceguide voices” lists them.", str, "voice"),
    Row("voice-rate", "N", "Words a minute: 100 to 200, usually 144.", asked.rate, "rate"),
    Row("chime", "NAME", "bowl, bell or wood: what plays the tones.", asked.chime, "chime"),
    Row("music", "NAME", "rain, drone, air, or FILE: quietly under the voice.", str, "music"),
    Row("trim-proof", "", "Keep players from trimming the holds.", asked.switch, "trim_proof"),
    Row("pitch", "N", "0 to 100, where the voice has one.", asked.pitch, "pitch"),
)

ROWS = {row.name: row for row in MENU}
SESSION_ROWS = frozenset(row.name for row in MENU if row.for_one and not row.for_all)
"""What is remembered of a whole session."""


def choices(given: Mapping[str, Texts], remembered: Iterable[Remembered] = (), session: str = "") -> Choices:
    """What was asked for, on top of what is remembered for all sessions and for this one.

    `given` are the texts of each row by its name. Raises AskedError.
    """
    length = [row.name for row in MENU if row.field == "length" and given.get(row.name)]
    if len(length) > 1:
        raise AskedError("--minutes and --length say the same thing: give one of the two.")
    usual = _usual(remembered, session)
    said: dict[str, Any] = {}
    for row in MENU:
        if texts := given.get(row.name, ()):
            read = tuple(map(row.read, row.each(texts)))
            said[row.field] = (*said.get(row.field, ()), *read) if row.many else read[-1]
    # What is asked for adds to lists and wishes, whose order of precedence the plan knows.
    added = {name: _joined(usual[name], said[name]) for name in usual.keys() & said.keys()}
    kept = (name for name, value in usual.items() if name not in said or isinstance(value, tuple))
    return Choices(**usual | said | added, remembered=frozenset(kept))


def _usual(remembered: Iterable[Remembered], session: str) -> dict[str, Any]:
    """The fields of what is remembered, for all sessions and for this one."""
    usual: dict[str, Any] = {}
    for each in remembered:
        if each.name in SESSION_ROWS and each.target != session:
            continue
        field, values = meaning(each)
        usual[field] = _joined(usual.get(field), values)
    return usual


def _joined(before: Any, after: Any) -> Any:  # noqa: ANN401 - fields are of many types
    return (*(before or ()), *after) if isinstance(after, tuple) else after


def meaning(each: Remembered) -> tuple[str, Any]:
    """The field of Choices in which something remembered belongs, and what it says. Raises AskedError."""
    row = ROWS.get(each.name)
    if each.target and each.name not in SESSION_ROWS:
        (text,) = each.texts
        wish: Wish = (
            row.read(f"{each.target}={text}") if row and row.for_one else asked.setting(f"{each.key}={text}")
        )
        return "wishes", (replace(wish, remembered=True),)
    if row is None or (not each.target and not row.for_all):
        raise AskedError(f"“{each.key}” is not remembered for all sessions.")
    read = tuple(map(row.read, row.each(each.texts)))
    if row.field == "wishes":
        if any(wish.technique for wish in read):
            raise AskedError(f"“{each.texts[0]}” is for one technique: write “TECHNIQUE.{row.name}”.")
        read = tuple(replace(wish, remembered=True) for wish in read)
    return row.remembered_in or row.field, read if row.many else read[-1]
