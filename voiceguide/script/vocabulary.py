"""Every word the format knows, on one screen. The reader, the rules and the docs all read it."""

from __future__ import annotations

import re
from dataclasses import dataclass

SCRIPT_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
"""What a script may be called: small words and digits, joined by hyphens."""

POSITIONS = ("standing", "chair", "all-fours", "lying-back", "lying-front", "sitting-floor")

AVOID = (
    "osteoporosis",
    "recent operation",
    "spinal condition",
    "pregnancy",
    "hip replacement",
    "blood clot",
    "blood thinners",
    "inflamed skin",
    "broken skin",
    "numb skin",
    "swollen skin",
    "poor circulation",
)

LANGUAGES = {"en": "English", "de": "German"}
LEVELS = ("gentle", "standard", "strong")

TECHNIQUE_KEYS = ("title", "summary", "language", "position", "ends", "needs", "avoid", "easier", "say")
SESSION_KEYS = ("title", "summary", "language", "length", "say")

CHIMES = ("start", "half", "end", "switch")

OPENING = "first"
MARKS = {
    "half": "half-way, in place of the half-way tone",
    "before end": "that long before the end (@-5s)",
    "after": "that long after the start (@10s)",
    "every": "again and again (@every 15s)",
    "rep": "at the start of that repetition (@rep 6)",
    "rest": "before the rest between rounds",
    "end": "after the end tone",
    "other side": "in place of the words, on the second side",
    "round": "in place of the words, in that round (@round 2)",
    "rounds": "in place of the words, in every round after the first",
    "last": "in place of the words, in the last round",
    "gentle": "with the words, at the gentle level only",
    "strong": "with the words, at the strong level only",
}
INSIDE = ("half", "before end", "after", "every")
ONLY = ("gentle", "strong")
"""Marks of words for one level alone."""

TURNS = ("other side", "round", "rounds", "last", "rest")
"""Marks of what is done more than once: of a step, or of all that stands under a heading."""

ANYWHERE = ("length", "minutes")
IN_TURNS = ("side", "other side", "round", "rounds")
"""Names in braces that need no front matter: in any words, and in what may be repeated. `rounds` counts
the rounds of the step itself, or of its heading."""

RESERVED = ("side", "other side", "round", *ANYWHERE, "optional", "fill")
"""What no value may be called; `rounds` may, as it is the same number."""


@dataclass(frozen=True, slots=True)
class Verb:
    """What a step may carry: `marks` of its cues, rounds and sides (`repeats`), what it is `led` by."""

    reading: str
    marks: tuple[str, ...] = ()
    repeats: bool = False
    led: tuple[str, ...] = ()


LED = ("counted", "by words", "by tones", "in silence")

_AROUND = ("end", *TURNS)

VERBS = {
    "hold": Verb("stay in a position: hold 20s", (*INSIDE, *_AROUND), repeats=True, led=LED[-1:]),
    "go": Verb("move at your own pace: go 60s", (*INSIDE, *_AROUND), repeats=True),
    "reps": Verb("repeat a movement: reps 10, pull 2s, back 2s", ("rep", *_AROUND), repeats=True, led=LED),
    "breathe": Verb("breathe in time: breathe 12 times, in 4s, out 6s", ("end",), led=LED[1:]),
    "move": Verb("time to change position: move 15s"),
    "rest": Verb("rest: rest 30s", INSIDE),
    "pause": Verb("a silence: pause 3s"),
    "chime": Verb("a tone: chime start"),
}

BREATH = ("in", "hold", "out")

MEANT = {
    "repeat": "reps",
    "repetitions": "reps",
    "stay": "hold",
    "stretch": "hold",
    "wait": "pause",
    "silence": "pause",
    "relax": "rest",
    "bell": "chime",
    "tone": "chime",
    "both": "each side",
    "other": "each side",
    "english": "en",
    "german": "de",
    "deutsch": "de",
    "@left": "@other side",
    "@right": "@other side",
    "@second": "@other side",
    "@switch": "@other side",
    "@middle": "@half",
    "@before": "@-5s",
    "@after": "@10s",
    **dict.fromkeys(("@easy", "@easier"), "@gentle"),
    **dict.fromkeys(("@hard", "@harder"), "@strong"),
}
"""Words that people write who have not read the page, and those that they mean."""
