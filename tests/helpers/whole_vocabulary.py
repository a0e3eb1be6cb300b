"""Random techniques that use the whole vocabulary, with sentences from a small pool, so that clips are few."""

from __future__ import annotations

from random import Random
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

_WORDS = (
    "Lean.",
    "Breathe out.",
    "Reach up, and look ahead.",
    "Let your shoulders sink.",
    "Again.",
    "Stay tall.",
)
_CASES = ("forehead, back", "left nostril, right nostril", "calf, thigh, buttock", "squats, push-ups")
_PHASES = (
    "up",
    "down",
    "squeeze",
    "relax",
    "hold",
    "reach",
    "rest",
    "push",
    "let go",
    "turn",
    "step",
    "open",
)
_LIMITS = {
    "hold": "{0}s ({1}s-{2}s), gentle {1}s",
    "times": "{3} (2-12), strong 12",
    "rounds": "2 (1-4), gentle 1",
    "pace": "0.5s (0.4s-1s)",
}


def random_technique(seed: int) -> str:
    """Return the text of a technique; equal seeds give equal texts."""
    random = Random(seed)
    used: set[str] = set()
    blocks = [f"> Stop if it hurts. {random.choice(_WORDS)}", *_blocks(random, used)]
    hold = random.randint(8, 60)
    amounts = (
        hold,
        max(hold - random.randint(0, 15), 5),
        hold + random.randint(0, 60),
        random.randint(2, 12),
    )
    body = "\n\n".join(blocks)
    values = [f"{name}: {_LIMITS[name].format(*amounts)}" for name in sorted(used) if f"{{{name}}}" in body]
    return "\n".join(("---", "title: Try", *values, "---", "", body, ""))


def _blocks(random: Random, used: set[str]) -> Iterator[str]:
    for _ in range(random.randint(1, 3)):
        kind = random.random()
        if kind < 0.2:
            yield random.choice(_WORDS) + random.choice(("", " … …", " *Slowly now.*"))
        if kind < 0.75:
            yield _step(random, used)
        else:
            options = random.sample(
                (", 2 x", ", each side, switch 4s", f", each of {random.choice(_CASES)}"),
                random.randint(1, 1),
            )
            rest = random.choice((", rest 10s", "", ", unannounced")) if ", 2 x" in options else ""
            yield f"## Block{''.join(options)}{rest}"
            yield _step(random, used, plain=True)
            yield _step(random, used, plain=True)


def _value(random: Random, used: set[str], name: str, written: str) -> str:
    if random.random() < 0.4:
        used.add(name)
        return f"{{{name}}}"
    return written


def _step(random: Random, used: set[str], *, plain: bool = False) -> str:
    kind = random.choice(("hold", "hold", "go", "go", "reps", "reps", "breathe", "move", "rest", "pause"))
    length = _value(random, used, "hold", f"{random.choice((6, 10, 20, 30, 45, 60))}s")
    if kind in {"move", "rest"}:
        return f"- {kind} {random.choice((3, 10, 20))}s\n  - {random.choice(_WORDS)}"
    if kind == "pause":
        after = random.choice(("", ", after each"))
        return f"- pause {random.choice((1, 2, 3))}s{after}\n  - {random.choice(_WORDS)}"
    if kind == "breathe":
        amount = random.choice((f"{_value(random, used, 'times', '6')} times", "2 min"))
        second = random.choice(("", ", in 2s", ", hold 2s"))
        beat = random.choice(("", "", f", beat {_value(random, used, 'pace', '1s')}"))
        style = random.choice(("", ", by words", ", in silence"))
        return f"- breathe {amount}, in 4s{second}, out 6s{beat}{style}\n  - {random.choice(_WORDS)}"
    if kind == "reps":
        phases = ", ".join(
            f"{name} {random.choice((1, 1.5, 2, 3, 10, 25))}s"
            for name in random.sample(_PHASES, random.randint(1, 4))
        )
        amount = random.choice((_value(random, used, "times", "5"), "3"))
        if not plain and random.random() < 0.2:
            amount = random.choice(("6 then 4 then 2", "4 down to 1"))
        line = f"reps {amount}, {phases}"
        options: tuple[str, ...] = (
            "",
            ", counted",
            ", by words",
            ", by tones",
            ", in silence",
            ", sides in turn",
            ", one side",
        )
        marks: tuple[str, ...] = ("", "@end ")
    else:
        beat = random.choice(
            ("", "", f", beat {_value(random, used, 'pace', '0.5s')}{random.choice(('', ' in 4'))}")
        )
        line = f"{kind} {length}{beat}"
        options = ("", "", ", in silence", ", at once", ", ready 8s", ", one side")
        marks = ("", "@half ", "@5s ", "@-5s ", "@every 15s ", "@end ", "@every 10s chime half")
    option = random.choice(options)
    rounds = "" if plain else _rounds(random, used, option)
    text = f"- {rounds.partition('|')[0]}{line}{rounds.partition('|')[2]}{option}"
    if option in {", at once", ", in silence"} and plain:
        marks = ("",)
    chosen = sorted({random.choice(marks) for _ in range(random.randint(0, 2))})
    return text + "".join(
        f"\n  - {mark}" if mark.endswith("half") else f"\n  - {mark}{random.choice(_WORDS)}"
        for mark in chosen
    )


def _rounds(random: Random, used: set[str], option: str) -> str:
    """Return what comes before a step, and behind “|” what follows its amounts."""
    if option in {", sides in turn", ", one side"} or random.random() < 0.3:
        return "|"
    count = f"{_value(random, used, 'rounds', '3')} x "
    case = random.choice(("", "", ", each side", f", each of {random.choice(_CASES)}"))
    between = random.choice((", rest 10s", ", every 90s", ", unannounced", "", ", every 40s"))
    return f"{count}|{case}{between}"
