"""Random scripts, and random ways to write each, for tests of properties that do not depend on the way."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Literal, TypeVar

from hypothesis import strategies as st

if TYPE_CHECKING:
    from collections.abc import Iterator
    from random import Random

_Variant = TypeVar("_Variant")


@dataclass(frozen=True)
class CueText:
    """Some words, their mark, and whether they are in brackets."""

    words: tuple[str, ...]
    mark: str = ""
    detail: bool = False
    always: bool = False


@dataclass(frozen=True)
class Block:
    """Block of a page: ways to write its step line, if it has one, and its words."""

    kind: Literal["prose", "note", "step", "use", "heading"]
    line_variants: tuple[str, ...] = ()
    texts: tuple[CueText, ...] = ()


@dataclass(frozen=True)
class Script:
    """Script: ways to write each line of its front matter, and its blocks."""

    front_matter: tuple[tuple[str, tuple[str, ...]], ...]
    blocks: tuple[Block, ...]
    is_session: bool


_KEYS = {
    "title": ("Twist:  a sequel",),
    "summary": ("Turning to each side.",),
    "language": ("en",),
    "say": ("scapula as skap you la, teres as terry z", "scapula as  skap you la ,teres  as terry z"),
}
_TECHNIQUE_KEYS = _KEYS | {
    "position": ("chair",),
    "ends": ("standing",),
    "needs": ("a mat, a  chair", "a mat  ,a  chair"),
    "avoid": ("recent operation, pregnancy", "recent operation,pregnancy"),
    "easier": ("slow-breathing",),
}
_SESSION_KEYS = _KEYS | {
    "length": ("10:00", "10 min", "600 seconds"),
    "note": ("short",),
    "essential": ("slow-breathing",),
    "leave out first": ("slow-breathing",),
}
_VALUES = {
    "hold": ("90s (20s-3:00), gentle 30s", "1:30( 0:20 - 3 min ) ,gentle 30 s"),
    "sets": ("2 (1-4)", "2( 1-4 )"),
    "pace": ("2.5s", "2.50 s (2.5s-2.5s)"),
}
_HOLD_STEP = (
    ("hold {hold}", "hold  { hold }", "1 x hold {hold}"),
    ("", "@half", "@-5s", "@10s", "@every 15s", "@end"),
)
_GO_STEP = (
    (
        "{sets} x go 60s, each side, right first, switch 6s",
        "{ sets }x go 1:00,switch 6 secs,right  first",
    ),
    ("", "@other side", "@round 2", "@rounds", "@last", "@rest", "@end"),
)
_REPS_STEP = (
    (
        "2 x reps 10, up {pace}, let go 3s, rest 8s, counted",
        "2x reps 10 ,counted,rest 0:08, up {pace},let  go 3 s",
    ),
    ("", "@rep 6", "@rounds", "@end"),
)
_PLAIN_STEPS = (
    (("breathe 6 times, in 4s, out 6s", "breathe 6 times ,in 4 s, out 0:06"), ("", "@end")),
    (("move 10s", "move  10 seconds"), ("",)),
    (("rest 30s", "rest 0.5 min"), ("", "@half", "@-5s")),
    (("pause 1.25s", "pause 1.250s"), ("",)),
    (("chime start", "chime   start"), ()),
)
_USE_LINES = (
    ("use settle", "use  settle"),
    ("use twist, hold 25s, rounds 3, optional", "use twist ,hold 0:25, optional,rounds 3"),
)
_FILL_USE = Block("use", ("use slow-breathing, optional, fill", "use  slow-breathing,fill ,optional"))
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
_MAX_CUE_LENGTH = 1_800
_WORD = st.sampled_from([*_WORDS.split(), "*as slow as can be*", "a" * 101])


@st.composite
def _cue_texts(draw: st.DrawFn, *marks: str) -> CueText:
    words = draw(st.lists(_WORD, max_size=draw(st.sampled_from((5, 40)))))
    long = sum(map(len, words)) > _MAX_CUE_LENGTH
    style = draw(st.sampled_from(("plain", "detail", "always")))
    return CueText(
        ("Breathe", *words[: 9 if long else None]),
        draw(st.sampled_from(marks or ("",))),
        style == "detail",
        style == "always",
    )


@st.composite
def _steps(draw: st.DrawFn, *step_lines: tuple[tuple[str, ...], tuple[str, ...]]) -> Block:
    lines, marks = draw(st.sampled_from(step_lines))
    cues = draw(st.lists(_cue_texts(*marks), max_size=4)) if marks else ()
    return Block("step", lines, tuple(cues))


@st.composite
def _sections(draw: st.DrawFn) -> list[Block]:
    lines, marks = draw(st.sampled_from(_HEADINGS))
    prose = _cue_texts(*marks).map(lambda said: Block("prose", (), (said,)))
    below = draw(st.lists(prose | _note_blocks | _steps(_HOLD_STEP, _REPS_STEP, *_PLAIN_STEPS), max_size=3))
    return [Block("heading", lines), draw(prose), *below]


_LINE_BREAK = re.compile(r" (?=[a-z]|[({*][a-z])")
"""Pattern of a possible line end: before a word that cannot be mistaken for markup."""

_prose_blocks = _cue_texts().map(lambda said: Block("prose", (), (said,)))
_note_blocks = _cue_texts().map(lambda said: Block("note", (), (replace(said, detail=False, always=False),)))
_use_blocks = st.sampled_from(_USE_LINES).map(lambda lines: Block("use", lines))


@st.composite
def scripts(draw: st.DrawFn) -> Script:
    """Draw a technique or a session."""
    is_session = draw(st.booleans())
    if is_session:
        blocks = [
            *draw(st.lists(_prose_blocks | _note_blocks | _use_blocks | _steps(*_PLAIN_STEPS), max_size=6)),
            _FILL_USE,
        ]
    else:
        blocks = [
            draw(_prose_blocks),
            *draw(
                st.lists(
                    _prose_blocks | _note_blocks | _steps(_HOLD_STEP, _GO_STEP, _REPS_STEP, *_PLAIN_STEPS),
                    max_size=5,
                )
            ),
        ]
        blocks += [block for section in draw(st.lists(_sections(), max_size=2)) for block in section]
    key_variants = _SESSION_KEYS if is_session else _TECHNIQUE_KEYS
    keys = draw(st.sets(st.sampled_from(sorted(key_variants)))) | {"title"}
    used = {
        name
        for block in blocks
        for line in block.line_variants[:1]
        for name in re.findall(r"{ *(\w+) *}", line)
    }
    front_matter = {key: key_variants[key] for key in sorted(keys)} | {
        name: _VALUES[name] for name in _VALUES if name in used
    }
    return Script(tuple(front_matter.items()), tuple(blocks), is_session)


# Ways to write it -----------------------------------------------------------------------------------------

_INLINE_COMMENTS = ("<!-- why -->", "<!---->", "<!-- a  --> <!-- b -->")
_BLOCK_COMMENT = "<!-- {a} <b>  \n\n- hold 20s   \n---\n   > c\n-->"


@dataclass(frozen=True)
class RandomWriter:
    """Writer that chooses the form of scripts at random; their meaning never changes."""

    rng: Random
    comments: bool = False

    def write(self, script: Script) -> str:
        """Return the text of a script."""
        front = "\n".join(
            ["---" + self.line_end(), *self.front_matter_lines(script), "---" + self.line_end()]
        )
        page = "".join(
            self.separator(*pair) + self.block_text(pair[1])
            for pair in zip((None, *script.blocks), script.blocks, strict=False)
        )
        return front + page + self.pick("", "\n", "\n\n\n", "  \n")

    def front_matter_lines(self, script: Script) -> Iterator[str]:
        lines = [(key, self.pick(*ways)) for key, ways in script.front_matter if key not in _VALUES]
        if not self.comments:  # beside one, keys keep their order
            self.rng.shuffle(lines)
        lines += [(key, self.pick(*ways)) for key, ways in script.front_matter if key in _VALUES]
        for key, line in lines:
            yield from self.pick([], [], [""], [self.line_end()])
            yield self.pick(key, key.title()) + self.pick(": ", " :  ") + line + self.line_end()

    def block_text(self, block: Block) -> str:
        if block.kind in {"prose", "note"}:
            return self.wrapped_text(block.texts[0], "> " if block.kind == "note" else "")
        marker = (
            self.pick("## ", "##   ")
            if block.kind == "heading"
            else self.pick("- ", "- " if block.texts else "-  ")
        )
        cues = (
            self.pick("\n", "\n\n", f"\n{self.line_end()}\n") + self.cue_line(said) for said in block.texts
        )
        return marker + self.pick(*block.line_variants) + self.line_end() + "".join(cues)

    def cue_line(self, cue_text: CueText) -> str:
        return self.pick("  ", "   ") + self.wrapped_text(cue_text, self.pick("- ", "-  "), " " * 6)

    def wrapped_text(self, cue: CueText, first_prefix: str, later_prefix: str | None = None) -> str:
        """Return wrapped words: the first line after one prefix, later lines after another."""
        sentence = " ".join(cue.words)
        mark = re.sub(r"(\d)s", self.pick(r"\1s", r"\1 seconds"), cue.mark)
        marks = [f"{one} " for one in (mark, "@always" * cue.always) if one]
        self.rng.shuffle(marks)
        text = "".join(marks) + (f"({sentence})" if cue.detail else sentence)
        later_prefix = first_prefix if later_prefix is None else later_prefix
        return (
            first_prefix
            + _LINE_BREAK.sub(
                lambda _: self.pick(" ", " ", " ", "  ", f"{self.line_end()}\n{later_prefix}"), text
            )
            + self.line_end()
        )

    def separator(self, before: Block | None, block: Block) -> str:
        kinds = {before.kind if before else "", block.kind}
        separators = ["\n\n", "\n\n\n", "\n  \n"]
        if self.comments:
            comments = (
                f"\n{blank}{self.pick(*_INLINE_COMMENTS, _BLOCK_COMMENT)}\n" for blank in ("", "  ", "\n")
            )
            separators += [comment + blank for comment in comments for blank in ("", "\n")]
        if kinds == {"note"}:
            separators += ["\n>\n", f"\n> {self.line_end()}\n"]
        if kinds == {"use"}:
            separators += ["\n"] * 3
        return self.pick(*separators) if before else self.pick("\n", *separators)

    def line_end(self) -> str:
        """Return a possible end of any line: blanks, or a comment."""
        comment = f" {self.pick(*_INLINE_COMMENTS)}" if self.comments else ""
        return self.pick("", "", "", "  ", comment)

    def pick(self, *variants: _Variant) -> _Variant:
        return self.rng.choice(variants)
