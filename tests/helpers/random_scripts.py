"""Random scripts as an author may write them, for property tests."""

from __future__ import annotations

import itertools
from dataclasses import dataclass
from typing import TYPE_CHECKING

from hypothesis import strategies as st

from voiceguide.script.reader import read_technique
from voiceguide.script.value_roles import fill_name

if TYPE_CHECKING:
    from collections.abc import Iterator


@dataclass(frozen=True)
class SessionScripts:
    """Texts of a session and of the techniques that it uses."""

    session: str
    techniques: dict[str, str]


@st.composite
def session_scripts(draw: st.DrawFn) -> SessionScripts:
    """Draw a session of one to three techniques, some twice, some optional, perhaps with a fill."""
    names = ("reach", "lean", "roll")[: draw(st.integers(1, 3))]
    words = (f"word{number}" for number in itertools.count())
    techniques = {name: draw(_technique_scripts(words)) for name in names}
    blocks = []
    filling = draw(st.sampled_from((*names, "")))
    for name in (*names, *draw(st.lists(st.sampled_from(names), max_size=1))):
        if draw(st.booleans()):
            blocks.append(draw(_sentences(words)))
        if draw(st.integers(0, 4)) == 0:
            blocks.append(draw(_step_lines(words, "")))
        fill = name == filling and bool(fill_name(read_technique(techniques[name], name, name)))
        filling = "" if fill else filling
        blocks.append(f"- use {name}" + ", fill" * fill + ", optional" * draw(st.booleans()))
    if draw(st.booleans()):
        blocks.append(draw(_sentences(words)))
    return SessionScripts("---\ntitle: A day\n---\n\n" + "\n\n".join(blocks) + "\n", techniques)


@st.composite
def _technique_scripts(draw: st.DrawFn, words: Iterator[str]) -> str:
    hold = draw(st.integers(4, 60))
    values = {
        "hold": f"{hold}s ({draw(st.integers(3, hold))}s-{draw(st.integers(hold, 140))}s)",
        "rounds": f"{draw(st.integers(1, 2))} (1-3)",
        "times": "4 (2-30)",
    }
    used = draw(st.frozensets(st.sampled_from(sorted(values))))
    blocks = [f"> {draw(_sentences(words))}"] if draw(st.booleans()) else []
    blocks += [draw(_sentences(words)) for _ in range(draw(st.integers(0, 2)))]
    blocks += [draw(_step_lines(words, name)) for name in sorted(used)]
    blocks += [draw(_step_lines(words, "")) for _ in range(draw(st.integers(0, 2)))]
    blocks.append(draw(_sentences(words)))
    blocks += [draw(_heading_texts(words)) for _ in range(draw(st.integers(0, 2)))]
    front_matter = [f"{name}: {values[name]}" for name in sorted(used)]
    front_matter += ["position: " + draw(st.sampled_from(("chair", "standing", "lying-back")))] * draw(
        st.booleans()
    )
    title = draw(st.sampled_from(("Reach", "Lean out", "TENS")))
    return "\n".join(("---", f"title: {title}", *front_matter, "---", "", "\n\n".join(blocks), ""))


@st.composite
def _heading_texts(draw: st.DrawFn, words: Iterator[str]) -> str:
    """Draw a heading that may repeat, and the parts under it."""
    rounds, sides = draw(st.sampled_from(("", ", 2 x"))), draw(st.sampled_from(("", ", each side")))
    line = f"## Name{rounds}{sides}" + ", switch 3s" * bool(sides) + ", rest 5s" * bool(rounds)
    marks = ["@other side "] * bool(sides) + ["@rounds "] * bool(rounds) + ["@rest "] * bool(rounds)
    blocks = [draw(_sentences(words))] + [
        f"{mark}{draw(_sentences(words))}" for mark in marks if draw(st.booleans())
    ]
    blocks += [draw(_step_lines(words, "", sides=not sides)) for _ in range(draw(st.integers(1, 2)))]
    return "\n\n".join((line, *blocks))


@st.composite
def _sentences(draw: st.DrawFn, words: Iterator[str]) -> str:
    """Draw up to six unique words; some are a detail, some are for one level, some are spoken slower."""
    text = " ".join(itertools.islice(words, draw(st.integers(1, 6))))
    text += draw(st.sampled_from(("", "", ", for {length}", ", *slow*"))) + "."
    return draw(st.sampled_from(("{}", "{}", "{}", "({})"))).format(text) if "{" not in text else text


@st.composite
def _step_lines(draw: st.DrawFn, words: Iterator[str], name: str, *, sides: bool = True) -> str:
    """Draw a step that uses the value of this name, or one without values; perhaps on each side."""
    kinds = {
        "hold": ("hold", "go"),
        "rounds": ("hold", "reps"),
        "times": ("breathe", "reps"),
        "": _STEP_KINDS,
    }[name]
    kind = draw(st.sampled_from(kinds))
    if kind in {"move", "rest", "pause"}:
        return f"- {kind} {draw(st.integers(1, 9))}s" + "".join(_nested_cues(draw, words, ("",)))
    if kind == "chime":
        return "- chime start"
    amount = "{times}" if name == "times" else str(draw(st.integers(1, 5)))
    if kind == "breathe":
        breath = f"- breathe {amount} times, in {draw(st.integers(2, 4))}s, out {draw(st.integers(2, 6))}s"
        return breath + "".join(_nested_cues(draw, words, ("", "@end ")))
    line, marks = _repeated_step(draw, kind, "{hold}" if name == "hold" else amount, name == "rounds")
    if sides and draw(st.booleans()):
        line += draw(st.sampled_from((", each side", ", right first"))) + draw(
            st.sampled_from(("", ", switch 3s"))
        )
        marks += ("@other side ",)
    return line + "".join(_nested_cues(draw, words, marks))


_STEP_KINDS = ("hold", "go", "reps", "breathe", "move", "rest", "pause", "chime")


def _repeated_step(draw: st.DrawFn, kind: str, amount: str, uses_value: bool) -> tuple[str, tuple[str, ...]]:  # noqa: FBT001 - drawn, never written
    """Draw a step that may have rounds, and the marks that its cues may have."""
    rounds = "{rounds} x " if uses_value else draw(st.sampled_from(("", "2 x ", "3 x ")))
    length = amount if amount.startswith("{") else f"{draw(st.integers(3, 150))}s"
    line = f"- {rounds}{kind} {length}" if kind != "reps" else f"- {rounds}reps {amount}, up 2s, back down 3s"
    line += draw(st.sampled_from(("", ", ready 7s"))) + draw(st.sampled_from(("", ", rest 5s"))) * bool(
        rounds
    )
    line += draw(st.sampled_from(("", ", counted", ", by words", ", in silence"))) * (kind == "reps")
    marks = ["", "@gentle ", "@end "]
    marks += ["@half ", f"@-{draw(st.integers(1, 40))}s "] if kind in {"hold", "go"} else []
    marks += ["@rounds "] if rounds else []
    marks += ["@round 2 "] if rounds == "3 x " else []  # of two rounds it would leave none to the other
    return line, tuple(marks)


def _nested_cues(draw: st.DrawFn, words: Iterator[str], marks: tuple[str, ...]) -> Iterator[str]:
    for mark in marks:
        if draw(st.booleans()):
            # Words that name the length have the length of its words: no room can be promised to them.
            text = draw(_sentences(words)) if mark in {"", "@end "} else " ".join(itertools.islice(words, 2))
            always = "@always " * (not text.startswith("(") and draw(st.integers(0, 3)) == 0)
            yield f"\n  - {always}{mark}{text}"
