"""Words of the script format: keys, kinds of steps, marks of cues, options, and their synonyms."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum
from fractions import Fraction
from typing import TYPE_CHECKING

from voiceguide.units import to_samples

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.units import Unit

SCRIPT_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
"""Pattern of a script's name: small words and digits, joined by hyphens."""

POSITIONS = (
    *("standing", "chair", "wheelchair", "kneeling", "all-fours"),
    *("lying-back", "lying-front", "side-lying", "sitting-floor", "bed"),
)
OWN_WORDS = "in my words"
"""Way into a position that only the technique's own words say; alone, a position of the author's own."""

CONDITIONS = {
    "osteoporosis": "osteoporosis",
    "recent operation": "a recent operation",
    "spinal condition": "a spinal condition",
    "pregnancy": "pregnancy",
    "hip replacement": "a hip replacement",
    "blood clot": "a blood clot",
    "blood thinners": "blood thinners",
    "inflamed skin": "inflamed skin",
    "broken skin": "broken skin",
    "numb skin": "numb skin",
    "swollen skin": "swollen skin",
    "poor circulation": "poor circulation",
    "medicine patch": "a medicine patch",
    "floor": "trouble getting down to the floor",
    "lying flat": "trouble lying flat",
    "knees": "sore knees",
    "wrists": "sore wrists",
    "shoulder": "a sore shoulder",
    "neck": "a sore neck",
    "dizziness": "dizziness",
    "heart": "a heart condition or high blood pressure",
}
"""Conditions with which a technique may be unsuitable, and how a message names each, as in “not with sore knees”."""

POSITION_CONDITIONS = {
    "kneeling": ("floor", "knees"),
    "all-fours": ("floor",),
    "lying-back": ("floor", "lying flat"),
    "lying-front": ("floor", "lying flat"),
    "side-lying": ("floor",),
    "sitting-floor": ("floor",),
    "bed": ("lying flat",),
}
"""Conditions with which every technique in a position is unsuitable, by position."""


class Guidance(StrEnum):
    """Amount of spoken guidance."""

    FULL = "full"
    BRIEF = "brief"
    """Without details: words in brackets."""
    NAMES = "names"
    """Only names, sides, numbers, and the words marked `@always`."""


class Level(StrEnum):
    """Difficulty of a session: values of a technique may differ by level."""

    GENTLE = "gentle"
    STANDARD = "standard"
    STRONG = "strong"


TECHNIQUE_KEYS = (
    *("title", "summary", "language", "about", "position", "ends", "needs", "avoid", "easier"),
    "say",
)
SESSION_KEYS = (
    *("title", "summary", "language", "about", "length", "note", "essential", "leave out first"),
    "say",
)
PROGRAMME_KEYS = ("title", "summary", "language", "time", "reminder")

WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")

CHIME_TONES = ("start", "half", "end", "switch", "rise", "fall", "still")


class Side(StrEnum):
    """Side of the body on which a step is done."""

    LEFT = "left"
    RIGHT = "right"


class CueStyle(StrEnum):
    """Sounds that lead repetitions or breaths after the first."""

    COUNTED = "counted"
    BY_WORDS = "by words"
    BY_TONES = "by tones"
    IN_SILENCE = "in silence"


class StepKind(StrEnum):
    """First word of a step."""

    HOLD = "hold"
    GO = "go"
    REPS = "reps"
    BREATHE = "breathe"
    MOVE = "move"
    REST = "rest"
    PAUSE = "pause"
    CHIME = "chime"


@dataclass(frozen=True, slots=True, eq=False)
class StepFeatures:
    """Description of a kind of step, and the options that it allows.

    `is_counted` is True if its amount is a number of repetitions made of phases, not a length. `can_repeat`
    is True if it may have rounds, sides, ready, switch, rest and every. `has_beat` is True if it may have a beat.
    """

    description: str
    is_counted: bool = False
    can_repeat: bool = False
    has_beat: bool = False
    cue_styles: tuple[CueStyle, ...] = ()


STEP_KINDS = {
    StepKind.HOLD: StepFeatures(
        "stay in a position: hold 20s", can_repeat=True, has_beat=True, cue_styles=(CueStyle.IN_SILENCE,)
    ),
    StepKind.GO: StepFeatures(
        "move at your own pace: go 60s", can_repeat=True, has_beat=True, cue_styles=(CueStyle.IN_SILENCE,)
    ),
    StepKind.REPS: StepFeatures(
        "repeat a movement: reps 10, pull 2s, back 2s",
        is_counted=True,
        can_repeat=True,
        cue_styles=tuple(CueStyle),
    ),
    StepKind.BREATHE: StepFeatures(
        "breathe in time: breathe 12 times, in 4s, out 6s",
        is_counted=True,
        has_beat=True,
        cue_styles=(CueStyle.BY_WORDS, CueStyle.BY_TONES, CueStyle.IN_SILENCE),
    ),
    StepKind.MOVE: StepFeatures("time to change position: move 15s"),
    StepKind.REST: StepFeatures("rest: rest 30s"),
    StepKind.PAUSE: StepFeatures("a silence: pause 3s"),
    StepKind.CHIME: StepFeatures("a tone: chime start"),
}

Places = frozenset[StepKind | None]
"""Kinds of steps whose cues may have a mark; None means a paragraph."""

_INSIDE: Places = frozenset({StepKind.HOLD, StepKind.GO, StepKind.REST})
_REPEATABLE: Places = frozenset(kind for kind, features in STEP_KINDS.items() if features.can_repeat)
_EVERYWHERE: Places = frozenset({*StepKind, None})


class CueKind(StrEnum):
    """Kinds of cues that code refers to by name. A mark that it never names needs only its row in MARKS."""

    FIRST = "first"
    """A cue without a mark."""
    OTHER_SIDE = "other side"
    OTHERS = "others"
    ROUND = "round"
    ROUNDS = "rounds"
    LAST = "last"
    REST = "rest"
    REP = "rep"
    END = "end"
    ALWAYS = "always"
    """Mark of words that every guidance includes. Another mark may name their moment, so no cue has this kind."""


@dataclass(frozen=True, slots=True, eq=False)
class Mark:
    """Mark at the start of a cue, such as “@half” or “@every 15s”.

    `prefix` is the text between “@” and the amount. `unit` is that of the amount, None if the mark has no
    amount. `places_under_heading` are further places under a heading that repeats. `position` maps the length
    of a hold and the mark's amount to the moment inside the hold at which the cue is spoken, all in samples;
    it is None for a mark that does not mean a moment inside a hold. `is_repeated` is True if the cue is
    repeated at intervals of the amount.
    """

    prefix: str
    meaning: str
    places: Places
    places_under_heading: Places = frozenset()
    unit: Unit | None = None
    example_amount: str = ""
    position: Callable[[int, int], int] | None = None
    is_repeated: bool = False

    @property
    def example(self) -> str:
        """Mark as an author writes it: “@every 15s”."""
        return f"@{self.prefix}{self.example_amount}"

    @property
    def description(self) -> str:
        """Moment at which the cue is spoken, with an example if the mark has an amount."""
        return f"{self.meaning} ({self.example})" if self.unit else self.meaning

    def fits(self, place: StepKind | str | None, *, under_heading: bool) -> bool:
        """Return True if a cue at a place may have this mark; `under_heading` is for a repeating heading."""
        return place in self.places or (under_heading and place in self.places_under_heading)


MARKS = {
    "half": Mark(
        "half",
        "half-way, in place of the half-way tone",
        _INSIDE,
        position=lambda length, _amount: length // 2,
    ),
    "before end": Mark(
        "-",
        "that long before the end",
        _INSIDE,
        unit="time",
        example_amount="5s",
        position=lambda length, amount: length - amount,
    ),
    "after": Mark(
        "",
        "that long after the start",
        _INSIDE,
        unit="time",
        example_amount="10s",
        position=lambda _length, amount: amount,
    ),
    "every": Mark(
        "every ",
        "again and again",
        _INSIDE,
        unit="time",
        example_amount="15s",
        position=lambda _length, amount: amount,
        is_repeated=True,
    ),
    CueKind.END: Mark("end", "after the end tone", _REPEATABLE | {StepKind.BREATHE}),
    CueKind.OTHER_SIDE: Mark(
        "other side", "in place of the words, on the second side", _REPEATABLE, _EVERYWHERE
    ),
    CueKind.OTHERS: Mark(
        "others", "in place of the words, for each of several after the first", _REPEATABLE, _EVERYWHERE
    ),
    CueKind.ROUND: Mark(
        "round ",
        "in place of the words, in that round",
        _REPEATABLE,
        _EVERYWHERE,
        unit="count",
        example_amount="2",
    ),
    CueKind.ROUNDS: Mark(
        "rounds", "in place of the words, in every round after the first", _REPEATABLE, _EVERYWHERE
    ),
    CueKind.LAST: Mark("last", "in place of the words, in the last round", _REPEATABLE, _EVERYWHERE),
    CueKind.REST: Mark("rest", "before the rest between rounds", _REPEATABLE, frozenset({None})),
    CueKind.REP: Mark(
        "rep ",
        "at the start of that repetition",
        frozenset({StepKind.REPS}),
        unit="count",
        example_amount="6",
    ),
    Level.GENTLE: Mark("gentle", "with the words, at the gentle level only", _EVERYWHERE),
    Level.STRONG: Mark("strong", "with the words, at the strong level only", _EVERYWHERE),
    CueKind.ALWAYS: Mark("always", "with every guidance", _EVERYWHERE),
}
"""Marks by kind of cue. Parsing, formatting, hints, rules and timing are functions of this table."""

LEVEL_MARKS = (Level.GENTLE, Level.STRONG)
"""Levels that a cue's mark or a value's amount may name."""

GLOBAL_PLACEHOLDERS = ("length", "minutes")
"""Names in braces that any cue may use without front matter."""

TURN_PLACEHOLDERS = ("side", "other side", "each", "round", "rounds")
"""Names in braces that a cue may use where its step or heading may repeat.

`each` is the one of several that has its turn, `rounds` the number of rounds of the step or of its heading.
"""

MOMENT_PLACEHOLDERS = ("elapsed", "remaining")
"""Names in braces that a cue inside a hold may use: the time that has passed in it, and the time that is left.

A value of this name takes precedence.
"""

RESERVED_NAMES = ("side", "other side", "round", *GLOBAL_PLACEHOLDERS, "optional", "fill")
"""Names that no value may have. `rounds` is allowed, because it means the number of rounds in both uses."""

BREATH_PHASES = ("in", "hold", "out")

MIN_BEAT = to_samples(Fraction(1, 4))
"""Shortest period of a beat in samples: a tick with the frames around it takes 0.24 s."""

SYNONYMS = {
    "repeat": "reps",
    "repetitions": "reps",
    "stay": "hold",
    "stretch": "hold",
    "wait": "pause",
    "silence": "pause",
    "relax": "rest",
    "bell": "chime",
    "tone": "chime",
    **dict.fromkeys(("both", "both sides"), "each side"),
    **dict.fromkeys(("alternating", "alternate", "alternating sides", "alternate sides"), "sides in turn"),
    **dict.fromkeys(("left only", "right only", "only left", "only right"), "one side"),
    "other": "each side",
    "inhale": "in",
    "exhale": "out",
    "@left": "@other side",
    "@right": "@other side",
    "@second": "@other side",
    "@switch": "@other side",
    "@middle": "@half",
    "@before": "@-5s",
    "@after": "@10s",
    **dict.fromkeys(("@easy", "@easier"), "@gentle"),
    **dict.fromkeys(("@must", "@keep", "@safety", "@important"), "@always"),
    **dict.fromkeys(("@hard", "@harder"), "@strong"),
}
"""Words that authors try before they know the format, and the words of the format that they mean."""
