"""Every word the format knows, on one screen. The reader, the rules and the docs all read it."""

from __future__ import annotations

from dataclasses import dataclass

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

TECHNIQUE_KEYS = ("title", "summary", "position", "ends", "needs", "avoid")
SESSION_KEYS = ("title", "summary", "length")

CHIMES = ("start", "half", "end", "switch")

OPENING = "first"
MARKS = {
    "half": "half-way through the hold, in place of the half-way tone",
    "before end": "that long before the end of the hold (@-5s)",
    "after": "that long after the start of the hold (@10s)",
    "every": "again and again in the hold (@every 15s)",
    "rep": "at the start of that repetition (@rep 6)",
    "rest": "before the rest between rounds",
    "end": "after the end tone",
    "other side": "in place of the words, on the second side",
    "round": "in place of the words, in that round (@round 2)",
    "rounds": "in place of the words, in every round after the first",
    "last": "in place of the words, in the last round",
}
INSIDE = ("half", "before end", "after", "every")

FILLED = ("side", "other side", "round", "rounds", "length")
"""Names in braces that need no front matter; `rounds` counts the step's own rounds."""

RESERVED = ("side", "other side", "round", "length", "optional", "fill")
"""What no value may be called; `rounds` may, as it is the same number."""


@dataclass(frozen=True, slots=True)
class Verb:
    """What one kind of step may carry: `marks` its cues may have, `repeats` for rounds and sides."""

    reading: str
    marks: tuple[str, ...] = ()
    repeats: bool = False


_AROUND = ("end", "other side", "round", "rounds", "last", "rest")

VERBS = {
    "hold": Verb("hold a position: hold 20s", (*INSIDE, *_AROUND), repeats=True),
    "go": Verb("move at your own pace: go 60s", (*INSIDE, *_AROUND), repeats=True),
    "reps": Verb("repeat a movement: reps 10, pull 2s, back 2s", ("rep", *_AROUND), repeats=True),
    "breathe": Verb("breathe in time: breathe 12 times, in 4s, out 6s", ("end",)),
    "move": Verb("time to change position: move 15s"),
    "rest": Verb("rest: rest 30s"),
    "pause": Verb("a silence: pause 3s"),
    "chime": Verb("a tone: chime start"),
}

BREATH = ("in", "hold", "out")
