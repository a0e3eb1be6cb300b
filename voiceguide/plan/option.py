"""Type of a row in the option table."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from voiceguide.plan.parsers import OneOf

if TYPE_CHECKING:
    from collections.abc import Callable

OptionTexts = tuple[str, ...]
"""Texts of one option: one, or several where the option may be repeated."""


class Explanation(Enum):
    """Place of an option in `show --why`."""

    ALWAYS = auto()
    """Separate line, also for the default."""
    IF_CHOSEN = auto()
    """Separate line for any value except the default."""
    BY_EFFECT = auto()
    """The line of the session's length, or of the technique's value, that the option changes."""


@dataclass(frozen=True, slots=True, kw_only=True, eq=False)
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
    """True if the option may be repeated; the field is then a tuple."""
    allows_global: bool = True
    """True if it can be remembered for all sessions: `set hold 25s`."""
    allows_target: bool = False
    """True if it can be remembered for one technique or session: `set floor-twist.hold 45s`."""
    preference_field: str = ""
    """Field of Choices for the remembered value, if it differs.

    `--skip X` must name a technique of this session; a remembered skip need not.
    """
    describe: Callable[[Any], str] = str
    """Formatter of a value, or of one item of it if `multiple`, for `show --why` and the file's comment."""
    explanation: Explanation = Explanation.IF_CHOSEN
    file_comment: str = ""
    """Sentence in the file's comment if the value is not the default; “{}” is replaced by the value."""

    on_page: bool = True
    """True if a published site offers it: what needs no voice, encoder or file of the computer."""

    @property
    def names(self) -> tuple[str, ...]:
        """Texts that it accepts if there are only a few, else ()."""
        return self.parse.names if isinstance(self.parse, OneOf) else ()

    @property
    def fields(self) -> tuple[str, ...]:
        """Fields of Choices that the option sets: on the command line, and from the preferences if different."""
        return tuple(filter(None, (self.field, self.preference_field)))

    @property
    def is_list(self) -> bool:
        """True if several values can be remembered, as a list."""
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


def describe_switch(value: bool) -> str:  # noqa: FBT001 - the value of a switch
    """Return “yes” or “no”."""
    return "yes" if value else "no"
