"""Every word the format knows, on one screen. The reader, the rules and the docs all read it."""

from __future__ import annotations

import re
from dataclasses import dataclass

SCRIPT_NAME = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
"""What a script may be called: small words and digits, joined by hyphens."""

POSITIONS = ("standing", "chair", "all-fours", "lying-back", "lying-front", "sitting-floor")

CONDITIONS = (
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

LEVELS = ("gentle", "standard", "strong")

TECHNIQUE_KEYS = ("title", "summary", "language", "position", "ends", "needs", "avoid", "easier", "say")
SESSION_KEYS = ("title", "summary", "language", "length", "say")

CHIME_TONES = ("start", "half", "end", "switch")

DEFAULT_MARK = "first"
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
TIMED_MARKS = ("half", "before end", "after", "every")
LEVEL_MARKS = ("gentle", "strong")
"""Marks of words for one level alone."""

TURN_MARKS = ("other side", "round", "rounds", "last", "rest")
"""Marks of what is done more than once: of a step, or of all that stands under a heading."""

GLOBAL_PLACEHOLDERS = ("length", "minutes")
TURN_PLACEHOLDERS = ("side", "other side", "round", "rounds")
"""Names in braces that need no front matter: in any words, and in what may be repeated. `rounds` counts
the rounds of the step itself, or of its heading."""

RESERVED_NAMES = ("side", "other side", "round", *GLOBAL_PLACEHOLDERS, "optional", "fill")
"""What no value may be called; `rounds` may, as it is the same number."""


@dataclass(frozen=True, slots=True)
class StepKind:
    """What a step may carry: `marks` of its cues, rounds and sides (`repeats`), what it is `led` by."""

    description: str
    marks: tuple[str, ...] = ()
    can_repeat: bool = False
    cue_styles: tuple[str, ...] = ()


CUE_STYLES = ("counted", "by words", "by tones", "in silence")

_REPEAT_MARKS = ("end", *TURN_MARKS)

STEP_KINDS = {
    "hold": StepKind(
        "stay in a position: hold 20s",
        (*TIMED_MARKS, *_REPEAT_MARKS),
        can_repeat=True,
        cue_styles=CUE_STYLES[-1:],
    ),
    "go": StepKind("move at your own pace: go 60s", (*TIMED_MARKS, *_REPEAT_MARKS), can_repeat=True),
    "reps": StepKind(
        "repeat a movement: reps 10, pull 2s, back 2s",
        ("rep", *_REPEAT_MARKS),
        can_repeat=True,
        cue_styles=CUE_STYLES,
    ),
    "breathe": StepKind(
        "breathe in time: breathe 12 times, in 4s, out 6s", ("end",), cue_styles=CUE_STYLES[1:]
    ),
    "move": StepKind("time to change position: move 15s"),
    "rest": StepKind("rest: rest 30s", TIMED_MARKS),
    "pause": StepKind("a silence: pause 3s"),
    "chime": StepKind("a tone: chime start"),
}

BREATH_PHASES = ("in", "hold", "out")

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
    "both": "each side",
    "other": "each side",
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
