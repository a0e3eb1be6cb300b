"""Random scripts, and random ways to write each, for tests of what does not depend on the way."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeVar

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

_Way = TypeVar("_Way")


@dataclass(frozen=True)
class Said:
    """Some words, their mark, and whether they stand in brackets."""

    words: tuple[str, ...]
    mark: str = ""
    detail: bool = False


@dataclass(frozen=True)
class Block:
    """A piece of a page: ways to write its line, if it has one that is not of words, and its words."""

    kind: Literal["prose", "note", "step", "use", "heading"]
    lines: tuple[str, ...] = ()
    said: tuple[Said, ...] = ()


@dataclass(frozen=True)
class Script:
    """Ways to write each line of its front matter, and its page."""

    front: tuple[tuple[str, tuple[str, ...]], ...]
    page: tuple[Block, ...]
    is_session: bool


_KEYS = {
    "title": ("Twist:  a sequel",),
    "summary": ("Turning to each side.",),
    "language": ("en",),
    "say": ("scapula as skap you la, teres as terry z", "scapula as  skap you la ,teres  as terry z"),
}
_OF_TECHNIQUES = _KEYS | {
    "position": ("chair",),
    "ends": ("standing",),
    "needs": ("a mat, a  chair", "a mat  ,a  chair"),
    "avoid": ("recent operation, pregnancy", "recent operation,pregnancy"),
    "easier": ("slow-breathing",),
}
_OF_SESSIONS = _KEYS | {"length": ("10:00", "10 min", "600 seconds")}
_VALUES = {
    "hold": ("90s (20s-3:00), gentle 30s", "1:30( 0:20 - 3 min ) ,gentle 30 s"),
    "sets": ("2 (1-4)", "2( 1-4 )"),
    "pace": ("2.5s", "2.50 s (2.5s-2.5s)"),
}
_HOLD = (
    ("hold {hold}", "hold  { hold }", "1 x hold {hold}"),
    ("", "@half", "@-5s", "@10s", "@every 15s", "@end"),
)
_GO = (
    (
        "{sets} x go 60s, each side, right first, switch 6s",
        "{ sets }x go 1:00,switch 6 secs,right  first",
    ),
    ("", "@other side", "@round 2", "@rounds", "@last", "@rest", "@end"),
)
_REPS = (
    (
        "2 x reps 10, up {pace}, let go 3s, rest 8s, counted",
        "2x reps 10 ,counted,rest 0:08, up {pace},let  go 3 s",
    ),
    ("", "@rep 6", "@rounds", "@end"),
)
_PLAIN = (
    (("breathe 6 times, in 4s, out 6s", "breathe 6 times ,in 4 s, out 0:06"), ("", "@end")),
    (("move 10s", "move  10 seconds"), ("",)),
    (("rest 30s", "rest 0.5 min"), ("", "@half", "@-5s")),
    (("pause 1.25s", "pause 1.250s"), ("",)),
    (("chime start", "chime   start"), ()),
)
_USES = (
    ("use settle", "use  settle"),
    ("use twist, hold 25s, rounds 3, optional", "use twist ,hold 0:25, optional,rounds 3"),
)
_FILL = Block("use", ("use slow-breathing, optional, fill", "use  slow-breathing,fill ,optional"))
_HEADINGS = (
    (
        (
            "Twist, 3 x, each side, switch 5s",
            "Twist ,switch 5 s,each  side, 3x",
            "Twist,left first,3 x, switch 5s",
        ),
        ("", "@other side", "@rounds", "@last", "@rest"),
    ),
    (("Roll (and rest), {sets} x", "Roll  (and rest) ,{sets}  x"), ("", "@round 2")),
    (("Lie down", "Lie   down"), ("",)),
)
_WORDS = """
slowly, chest’s non-stop épaule, rest. hold? …and you! (both) x it {length} {minutes}, move hold use breathe
20s – — -5 + 1. 3) 20 … ; supercalifragilisticexpialidocious
"""
_CUE_AT_MOST = 1_800
_WORD = st.sampled_from([*_WORDS.split(), "*as slow as can be*", "a" * 101])


@st.composite
def _said(draw: st.DrawFn, *marks: str) -> Said:
    words = draw(st.lists(_WORD, max_size=draw(st.sampled_from((5, 40)))))
    long = sum(map(len, words)) > _CUE_AT_MOST
    return Said(
        ("Breathe", *words[: 9 if long else None]), draw(st.sampled_from(marks or ("",))), draw(st.booleans())
    )


@st.composite
def _step(draw: st.DrawFn, *doses: tuple[tuple[str, ...], tuple[str, ...]]) -> Block:
    lines, marks = draw(st.sampled_from(doses))
    cues = draw(st.lists(_said(*marks), max_size=4)) if marks else ()
    return Block("step", lines, tuple(cues))


@st.composite
def _group(draw: st.DrawFn) -> list[Block]:
    lines, marks = draw(st.sampled_from(_HEADINGS))
    prose = _said(*marks).map(lambda said: Block("prose", (), (said,)))
    below = draw(st.lists(prose | _note | _step(_HOLD, _REPS, *_PLAIN), max_size=3))
    return [Block("heading", lines), draw(prose), *below]


_GAP = re.compile(r" (?=[a-z]|[({*][a-z])")
"""Where a line may end: before a word that nothing takes for a sign."""

_prose = _said().map(lambda said: Block("prose", (), (said,)))
_note = _said().map(lambda said: Block("note", (), (replace(said, detail=False),)))
_use = st.sampled_from(_USES).map(lambda lines: Block("use", lines))


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    """A technique or a session."""
    is_session = draw(st.booleans())
    if is_session:
        page = [*draw(st.lists(_prose | _note | _use | _step(*_PLAIN), max_size=6)), _FILL]
    else:
        page = [draw(_prose), *draw(st.lists(_prose | _note | _step(_HOLD, _GO, _REPS, *_PLAIN), max_size=5))]
        page += [block for group in draw(st.lists(_group(), max_size=2)) for block in group]
    known = _OF_SESSIONS if is_session else _OF_TECHNIQUES
    keys = draw(st.sets(st.sampled_from(sorted(known)))) | {"title"}
    used = {name for block in page for line in block.lines[:1] for name in re.findall(r"{ *(\w+) *}", line)}
    front = {key: known[key] for key in sorted(keys)} | {
        name: _VALUES[name] for name in _VALUES if name in used
    }
    return Script(tuple(front.items()), tuple(page), is_session)


# Ways to write it -----------------------------------------------------------------------------------------

_SHORT = ("<!-- why -->", "<!---->", "<!-- a  --> <!-- b -->")
_LONG = "<!-- {a} <b>  \n\n- hold 20s   \n---\n   > c\n-->"


@dataclass(frozen=True)
class Writer:
    """Writes scripts as chance has it; what they say is always the same."""

    chance: Random
    comments: bool = False

    def write(self, script: Script) -> str:
        """A script's text."""
        front = "\n".join(["---" + self.end(), *self.front(script), "---" + self.end()])
        page = "".join(
            self.between(*pair) + self.block(pair[1])
            for pair in zip((None, *script.page), script.page, strict=False)
        )
        return front + page + self.any("", "\n", "\n\n\n", "  \n")

    def front(self, script: Script) -> Iterator[str]:
        ways = [(key, self.any(*ways)) for key, ways in script.front if key not in _VALUES]
        if not self.comments:  # beside one, keys keep their order
            self.chance.shuffle(ways)
        ways += [(key, self.any(*ways)) for key, ways in script.front if key in _VALUES]
        for key, way in ways:
            yield from self.any([], [], [""], [self.end()])
            yield self.any(key, key.title()) + self.any(": ", " :  ") + way + self.end()

    def block(self, block: Block) -> str:
        if block.kind in {"prose", "note"}:
            return self.words(block.said[0], "> " if block.kind == "note" else "")
        sign = (
            self.any("## ", "##   ")
            if block.kind == "heading"
            else self.any("- ", "- " if block.said else "-  ")
        )
        cues = (self.any("\n", "\n\n", f"\n{self.end()}\n") + self.cue(said) for said in block.said)
        return sign + self.any(*block.lines) + self.end() + "".join(cues)

    def cue(self, said: Said) -> str:
        return self.any("  ", "   ") + self.words(said, self.any("- ", "-  "), " " * 6)

    def words(self, said: Said, first: str, later: str | None = None) -> str:
        """Words, the first of them behind a sign, and the first of each later line behind another."""
        inside = " ".join(said.words)
        mark = re.sub(r"(\d)s", self.any(r"\1s", r"\1 seconds"), said.mark)
        text = f"{mark} " * bool(mark) + (f"({inside})" if said.detail else inside)
        later = first if later is None else later
        return (
            first
            + _GAP.sub(lambda _: self.any(" ", " ", " ", "  ", f"{self.end()}\n{later}"), text)
            + self.end()
        )

    def between(self, before: Block | None, block: Block) -> str:
        kinds = {before.kind if before else "", block.kind}
        ways = ["\n\n", "\n\n\n", "\n  \n"]
        if self.comments:
            touching = (f"\n{blank}{self.any(*_SHORT, _LONG)}\n" for blank in ("", "  ", "\n"))
            ways += [comment + blank for comment in touching for blank in ("", "\n")]
        if kinds == {"note"}:
            ways += ["\n>\n", f"\n> {self.end()}\n"]
        if kinds == {"use"}:
            ways += ["\n"] * 3
        return self.any(*ways) if before else self.any("\n", *ways)

    def end(self) -> str:
        """What may stand at the end of any line: blanks, a comment."""
        comment = f" {self.any(*_SHORT)}" if self.comments else ""
        return self.any("", "", "", "  ", comment)

    def any(self, *ways: _Way) -> _Way:
        return self.chance.choice(ways)
