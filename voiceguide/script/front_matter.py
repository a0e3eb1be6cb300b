"""Front matter: flat `key: value` lines between two “---”. No YAML: nothing is nested, nothing is guessed."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.errors import Location, Problem
from voiceguide.script.foreign_markup import fault
from voiceguide.script.grammar import nearest
from voiceguide.script.model import Name, Saying, Value
from voiceguide.script.source import shown
from voiceguide.script.step_line import MOST, parse_value
from voiceguide.script.vocabulary import LANGUAGES, SCRIPT_NAME

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.units import Unit

_TITLE_AT_MOST = 80


def title_of(name: str) -> str:
    """The title of a script that has only a name yet: “neck-roll” → “Neck roll”."""
    return name.replace("-", " ").capitalize()[:_TITLE_AT_MOST].rstrip()


@dataclass(frozen=True, slots=True)
class _Entry:
    """One `key: text` line; `place` is where the text begins, `at` where the line does."""

    key: str
    text: str
    place: Location
    at: Location


@dataclass
class Front:
    """The front matter of a file, and the Problems found in it so far.

    `keys` have a meaning of their own, every other key names a value. `below` is the index of the
    first line behind the front matter; `seen` are the keys written, with a text or without.
    """

    file: str
    keys: tuple[str, ...]
    below: int = 0
    problems: list[Problem] = field(default_factory=list)
    entries: dict[str, _Entry] = field(default_factory=dict)
    seen: set[str] = field(default_factory=set)

    def problem(self, place: Location, message: str, hint: str = "") -> None:
        """Keeps a Problem."""
        self.problems.append(Problem(place.file, place.line, place.column, message, hint))

    def read(self, lines: list[str]) -> None:
        """Takes the entries out of a file's lines."""
        top = Location(self.file, 1, 1)
        fences = [number for number, line in enumerate(lines) if line.rstrip() == "---"]
        if 0 not in fences:
            self.problem(top, "A script begins with “---”, in its first line.", "Below it comes “title: …”.")
            self.below = len(lines) if fences else 0
            return
        if len(fences) == 1:
            self.problem(top, "The front matter never ends.", "Write “---” below its last line.")
            self.below = len(lines)
            return
        self.below = fences[1] + 1
        for number, line in enumerate(lines[1 : fences[1]], 2):
            if line.strip():
                self._entry(line, Location(self.file, number, 1))
        if "title" not in self.seen:
            self.problem(top, "There is no title.", "Write “title: …” in the front matter.")

    def _entry(self, line: str, at: Location) -> None:
        before, colon, behind = line.partition(":")
        key, text = before.strip().lower(), behind.strip()
        named = bool(colon and key[:1].isalpha())
        if not named or before[:1] == " " or behind[:1] not in {"", " "}:
            hint = "Begin the line with its key; put a colon and a space behind it."
            self.problem(at, "This is not a “key: value” line.", hint)
        if not named:
            return
        if key in self.seen:
            self.problem(at, f"“{shown(key)}” stands twice.", "Keep one of the two.")
        elif text:
            column = len(line) - len(behind.lstrip()) + 1
            self.entries[key] = _Entry(key, text, at.further(column - 1), at)
        else:
            hint = "Write one behind the colon, or delete the line."
            self.problem(at, f"“{shown(key)}” has no value.", hint)
        self.seen.add(key)

    def _parts(self, key: str) -> Iterator[tuple[str, Location]]:
        """The comma-separated parts of an entry, and where each begins. Empty ones in a row are a Problem."""
        if key not in self.entries:
            return
        entry = self.entries[key]
        column, missing = 0, False
        for part in entry.text.split(","):
            at = entry.place.further(column + len(part) - len(part.lstrip()))
            column += len(part) + 1
            if part.strip():
                yield part.strip(), at
            elif not missing:
                self.problem(at, "Something is missing before or behind a comma.", "Take the comma away.")
            missing = not part.strip()

    def _plain(self, text: str, place: Location) -> str:
        """A text that may be spoken: it begins with a word, and holds nothing that only looks like words."""
        if not text[0].isalnum():
            hint = "Write plain words: quotation marks, lists and aliases have no meaning here."
            self.problem(place, f"“{text[0]}” is not the beginning of a word.", hint)
        elif found := fault(text, begins=False) or _signs(text):
            at, message, hint = found
            self.problem(place.further(at), message, hint)
        return text

    def text(self, key: str, most: int | None = None) -> str:
        """The text of an entry of plain words, "" where there is none."""
        if key not in self.entries:
            return ""
        entry = self.entries[key]
        if most and len(entry.text) > most:
            self.problem(entry.place, f"The {key} is longer than {most} characters.", "Shorten it.")
        return self._plain(entry.text, entry.place)

    def title(self) -> str:
        """The title, "" where there is none (which is a Problem already)."""
        return self.text("title", _TITLE_AT_MOST)

    def one_of(self, key: str, known: tuple[str, ...]) -> str:
        """The text of an entry that must be one of `known`, "" where there is none."""
        if key not in self.entries:
            return ""
        self._known(self.entries[key].text, self.entries[key].place, known)
        return self.entries[key].text

    def listed(self, key: str) -> tuple[str, ...]:
        """The comma-separated plain words of an entry."""
        return tuple(self._plain(part, place) for part, place in self._parts(key))

    def some_of(self, key: str, known: tuple[str, ...]) -> tuple[str, ...]:
        """The comma-separated parts of an entry; each must be one of `known`."""
        return tuple(self._known(part, place, known) for part, place in self._parts(key))

    def language(self) -> str:
        """The language of what is spoken."""
        return self.one_of("language", tuple(LANGUAGES)) or "en"

    def technique(self, key: str) -> Name | None:
        """The name of a technique, None where there is none."""
        if key not in self.entries:
            return None
        entry = self.entries[key]
        if not SCRIPT_NAME.fullmatch(entry.text):
            hint = "Write one such as “slow-breathing”, as its file is called, without “.md”."
            self.problem(entry.place, f"“{shown(entry.text)}” is not the name of a technique.", hint)
        return Name(entry.text, entry.place)

    def sayings(self) -> tuple[Saying, ...]:
        """How words are pronounced: `scapula as skap you la, teres as terry z`."""
        found: dict[str, Saying] = {}
        for part, place in self._parts("say"):
            word, as_, said = (piece.strip() for piece in part.partition(" as "))
            if not (as_ and word and said):
                self.problem(place, "This is not “word as sound”.", "Write it like “scapula as skap you la”.")
            elif word.lower() in found:
                self.problem(place, f"“{shown(word)}” stands twice.", "Keep one of the two.")
            else:
                found[word.lower()] = Saying(self._plain(word, place), self._plain(said, place))
        return tuple(found.values())

    def _known(self, word: str, place: Location, known: tuple[str, ...]) -> str:
        """The same word; a Problem unless it is one of `known`."""
        if word not in known:
            hint = nearest(word, known) or f"Known are: {', '.join(known)}."
            self.problem(place, f"“{shown(word)}” is not known here.", hint)
        return word

    def values(self) -> tuple[Value, ...]:
        """Every entry that has no meaning of its own is a value: a time or a number.

        One that cannot be read is a Problem, and yet a value, so that its uses are not Problems too.
        """
        return tuple(
            self._value(entry)
            for entry in self.entries.values()
            if entry.key not in self.keys and not self._slip(entry)
        )

    def _slip(self, entry: _Entry) -> bool:
        """Whether a key is a mistyped one, which then is a Problem."""
        meant = nearest(entry.key, self.keys) if entry.text[0].isalpha() else ""
        if meant:
            self.problem(entry.at, f"The key “{shown(entry.key)}” is not known.", meant)
        return bool(meant)

    def _value(self, entry: _Entry) -> Value:
        if entry.text[0] in "0123456789-(":
            value, problems = parse_value(entry.key, entry.text, entry.place)
            if value:
                return value
            self.problems += problems
        else:
            keys = ", ".join(self.keys)
            hint = f"Values are written “{shown(entry.key)}: 20s”; the other keys are {keys}."
            self.problem(entry.place, f"“{shown(entry.text)}” is neither a time nor a number.", hint)
        unit: Unit = "time" if _MEANS_TIME.match(re.split(r"[,(]", entry.text)[0]) else "count"
        return Value(entry.key, unit, 1, 1, MOST, entry.place)

    def no_values(self) -> None:
        """Every entry must be one of the keys."""
        for entry in self.entries.values():
            if entry.key not in self.keys:
                hint = nearest(entry.key, self.keys) or f"Known are: {', '.join(self.keys)}."
                self.problem(entry.at, f"The key “{shown(entry.key)}” is not known in a session.", hint)

    def place(self, key: str) -> Location | None:
        """Where the value of a key is written."""
        return self.entries[key].place if key in self.entries else None

    def length(self) -> int:
        """The session's length in samples, 0 where none is written."""
        if "length" not in self.entries:
            return 0
        entry = self.entries["length"]
        try:
            return units.duration(entry.text)
        except ValueError as error:
            self.problem(entry.place, str(error))
            return 0


_MEANS_TIME = re.compile(r"(?!\d+ *(?:x|times|rounds|sets|reps|breaths)\b).*[a-z:]", re.IGNORECASE)
"""A value that cannot be read, but was to be a time: none that counts, as “6 times”."""


def _signs(text: str) -> tuple[int, str, str] | None:
    """Where a sign stands that has a meaning among spoken words, but none here."""
    at = min((text.index(sign) for sign in "{}*" if sign in text), default=None)
    if at is None:
        return None
    message = "An asterisk has no meaning here." if text[at] == "*" else "Braces have no meaning here."
    return at, message, "Write the words themselves."
