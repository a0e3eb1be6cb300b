"""Random scripts as an author may write them, for property tests."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from voiceguide.script.reader import read_technique
from voiceguide.script.uses import fill_value_name

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class Written:
    """A session and the techniques it uses, as text."""

    session: str
    techniques: dict[str, str]


@st.composite
def sessions(draw: st.DrawFn) -> Written:
    """A session of one to three techniques, some twice, some optional, perhaps one that fills."""
    names = ("reach", "lean", "roll")[: draw(st.integers(1, 3))]
    words = (f"word{number}" for number in itertools.count())
    techniques = {name: draw(_technique(words)) for name in names}
    blocks = []
    fills = draw(st.sampled_from((*names, "")))
    for name in (*names, *draw(st.lists(st.sampled_from(names), max_size=1))):
        if draw(st.booleans()):
            blocks.append(draw(_words(words)))
        if draw(st.integers(0, 4)) == 0:
            blocks.append(draw(_step(words, "")))
        fill = name == fills and bool(fill_value_name(read_technique(techniques[name], name, name)))
        fills = "" if fill else fills
        blocks.append(f"- use {name}" + ", fill" * fill + ", optional" * draw(st.booleans()))
    if draw(st.booleans()):
        blocks.append(draw(_words(words)))
    return Written("---\ntitle: A day\n---\n\n" + "\n\n".join(blocks) + "\n", techniques)


@st.composite
def _technique(draw: st.DrawFn, words: Iterator[str]) -> str:
    hold = draw(st.integers(4, 60))
    values = {
        "hold": f"{hold}s ({draw(st.integers(3, hold))}s-{draw(st.integers(hold, 140))}s)",
        "rounds": f"{draw(st.integers(1, 2))} (1-3)",
        "times": "4 (2-30)",
    }
    used = draw(st.frozensets(st.sampled_from(sorted(values))))
    blocks = [f"> {draw(_words(words))}"] if draw(st.booleans()) else []
    blocks += [draw(_words(words)) for _ in range(draw(st.integers(0, 2)))]
    blocks += [draw(_step(words, name)) for name in sorted(used)]
    blocks += [draw(_step(words, "")) for _ in range(draw(st.integers(0, 2)))]
    blocks.append(draw(_words(words)))
    blocks += [draw(_heading(words)) for _ in range(draw(st.integers(0, 2)))]
    front = [f"{name}: {values[name]}" for name in sorted(used)]
    front += ["position: " + draw(st.sampled_from(("chair", "standing", "lying-back")))] * draw(st.booleans())
    title = draw(st.sampled_from(("Reach", "Lean out", "TENS")))
    return "\n".join(("---", f"title: {title}", *front, "---", "", "\n\n".join(blocks), ""))


@st.composite
def _heading(draw: st.DrawFn, words: Iterator[str]) -> str:
    """A heading that repeats or not, and what stands under it."""
    rounds, sides = draw(st.sampled_from(("", ", 2 x"))), draw(st.sampled_from(("", ", each side")))
    line = f"## Name{rounds}{sides}" + ", switch 3s" * bool(sides) + ", rest 5s" * bool(rounds)
    marks = ["@other side "] * bool(sides) + ["@rounds "] * bool(rounds) + ["@rest "] * bool(rounds)
    blocks = [draw(_words(words))] + [f"{mark}{draw(_words(words))}" for mark in marks if draw(st.booleans())]
    blocks += [draw(_step(words, "", sides=not sides)) for _ in range(draw(st.integers(1, 2)))]
    return "\n\n".join((line, *blocks))


@st.composite
def _words(draw: st.DrawFn, words: Iterator[str]) -> str:
    """Up to six words that stand nowhere else; some are a detail, some for one level, some said slower."""
    some = " ".join(itertools.islice(words, draw(st.integers(1, 6))))
    some += draw(st.sampled_from(("", "", ", for {length}", ", *slow*"))) + "."
    return draw(st.sampled_from(("{}", "{}", "{}", "({})"))).format(some) if "{" not in some else some


@st.composite
def _step(draw: st.DrawFn, words: Iterator[str], name: str, *, sides: bool = True) -> str:
    """A step that uses the value of that name, or any that needs none; perhaps on each side."""
    verbs = {"hold": ("hold", "go"), "rounds": ("hold", "reps"), "times": ("breathe", "reps"), "": _VERBS}[
        name
    ]
    verb = draw(st.sampled_from(verbs))
    if verb in {"move", "rest", "pause"}:
        return f"- {verb} {draw(st.integers(1, 9))}s" + "".join(_nested(draw, words, ("",)))
    if verb == "chime":
        return "- chime start"
    amount = "{times}" if name == "times" else str(draw(st.integers(1, 5)))
    if verb == "breathe":
        breath = f"- breathe {amount} times, in {draw(st.integers(2, 4))}s, out {draw(st.integers(2, 6))}s"
        return breath + "".join(_nested(draw, words, ("", "@end ")))
    line, marks = _repeated(draw, verb, "{hold}" if name == "hold" else amount, name == "rounds")
    if sides and draw(st.booleans()):
        line += draw(st.sampled_from((", each side", ", right first"))) + draw(
            st.sampled_from(("", ", switch 3s"))
        )
        marks += ("@other side ",)
    return line + "".join(_nested(draw, words, marks))


_VERBS = ("hold", "go", "reps", "breathe", "move", "rest", "pause", "chime")


def _repeated(draw: st.DrawFn, verb: str, amount: str, named: bool) -> tuple[str, tuple[str, ...]]:  # noqa: FBT001 - drawn, never written
    """A step that may have rounds, and the marks that its cues may have."""
    rounds = "{rounds} x " if named else draw(st.sampled_from(("", "2 x ", "3 x ")))
    length = amount if amount.startswith("{") else f"{draw(st.integers(3, 150))}s"
    line = f"- {rounds}{verb} {length}" if verb != "reps" else f"- {rounds}reps {amount}, up 2s, back down 3s"
    line += draw(st.sampled_from(("", ", ready 7s"))) + draw(st.sampled_from(("", ", rest 5s"))) * bool(
        rounds
    )
    line += draw(st.sampled_from(("", ", counted", ", by words", ", in silence"))) * (verb == "reps")
    marks = ["", "@gentle ", "@end "]
    marks += ["@half ", f"@-{draw(st.integers(1, 40))}s "] if verb in {"hold", "go"} else []
    marks += ["@rounds "] if rounds else []
    marks += ["@round 2 "] if rounds == "3 x " else []  # of two rounds it would leave none to the other
    return line, tuple(marks)


def _nested(draw: st.DrawFn, words: Iterator[str], marks: tuple[str, ...]) -> Iterator[str]:
    for mark in marks:
        if draw(st.booleans()):
            # Words that name the length have the length of its words: no room can be promised to them.
            said = draw(_words(words)) if mark in {"", "@end "} else " ".join(itertools.islice(words, 2))
            yield f"\n  - {mark}{said}"
