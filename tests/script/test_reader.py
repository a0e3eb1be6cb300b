from __future__ import annotations

import re
from contextlib import suppress
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markdown_it import MarkdownIt

from tests.helpers.shipped_scripts import (
    SCRIPT_READERS,
    SCRIPT_TEXTS,
    Script,
    ScriptReader,
    flat_steps,
    read_script,
    reader_for,
    shipped_script,
    spoken_texts,
)
from voiceguide.errors import Location, ScriptError
from voiceguide.script.markdown import parse_blocks
from voiceguide.script.model import CueTiming, Reference, Session, Step, Technique, Text, Use, Value
from voiceguide.script.reader import read_position_changes, read_safety_notes, read_session, read_technique
from voiceguide.script.shared_pages import PositionChange
from voiceguide.script.source import blank_comments
from voiceguide.script.vocabulary import POSITIONS, StepKind
from voiceguide.units import SAMPLE_RATE

if TYPE_CHECKING:
    from collections.abc import Iterable

_TECHNIQUE = """\
---
Title: Seated twist
summary: Turning the chest: to each side.
position: chair
needs: a firm chair, a mat
avoid: recent operation, spinal condition

hold: 20s (10s-30s)
---

> Turn only as far
> as is comfortable.

Sit tall.

- 3 x hold {hold}, each side
  - Turn to the {side}.
  - @other side Turn to the {side}.
  - @round 2 Once more.
  - @rounds Once more.
  - @half Breathe.
  - @-5s Nearly there.
  - @end Come back.
"""


def test_a_technique_is_read_as_it_is_written() -> None:
    technique = read_technique(_TECHNIQUE, "seated-twist", "a.md")
    assert technique == Technique(
        name="seated-twist",
        title="Seated twist",
        location=Location("a.md", 1, 1),
        summary="Turning the chest: to each side.",
        position="chair",
        end_position="chair",
        needs=("a firm chair", "a mat"),
        avoid=("recent operation", "spinal condition"),
        values=(
            Value(
                "hold", "time", 20 * SAMPLE_RATE, 10 * SAMPLE_RATE, 30 * SAMPLE_RATE, Location("a.md", 8, 7)
            ),
        ),
        notes=(Text("Turn only as far as is comfortable.", Location("a.md", 11, 3)),),
        body=(
            Text("Sit tall.", Location("a.md", 14, 1)),
            Step(
                StepKind.HOLD,
                Location("a.md", 16, 3),
                Reference("hold", Location("a.md", 16, 12)),
                rounds=3,
                each=("left", "right"),
                cues=tuple(
                    Text(text, Location("a.md", line, 5), timing=mark)
                    for line, (text, mark) in enumerate(
                        [
                            ("Turn to the {side}.", CueTiming()),
                            ("Turn to the {side}.", CueTiming("other side")),
                            ("Once more.", CueTiming("round", 2)),
                            ("Once more.", CueTiming("rounds")),
                            ("Breathe.", CueTiming("half")),
                            ("Nearly there.", CueTiming("before end", 5 * SAMPLE_RATE)),
                            ("Come back.", CueTiming("end")),
                        ],
                        17,
                    )
                ),
            ),
        ),
    )


def test_a_technique_may_end_in_another_position_or_in_none() -> None:
    moving = read_technique("---\ntitle: A\nposition: chair\nends: standing\n---\nRise.", "a", "a.md")
    assert (moving.position, moving.end_position) == ("chair", "standing")
    still = read_technique("---\ntitle: A\n---\nBreathe.", "a", "a.md")
    assert (still.position, still.end_position) == ("", "")


def test_a_session_is_read_as_it_is_written() -> None:
    front = "---\ntitle: Reset\nlength: 10:00\n---\n\n"
    text = f"{front}> Stop if it hurts.\n\nWelcome.\n\n- use settle, fill\n- rest 8s\n"
    assert read_session(text, "reset", "a.md") == Session(
        name="reset",
        title="Reset",
        location=Location("a.md", 1, 1),
        length=600 * SAMPLE_RATE,
        notes=(Text("Stop if it hurts.", Location("a.md", 6, 3)),),
        body=(
            Text("Welcome.", Location("a.md", 8, 1)),
            Use("settle", Location("a.md", 10, 7), fill=True),
            Step(StepKind.REST, Location("a.md", 11, 3), 8 * SAMPLE_RATE),
        ),
    )


def test_session_has_no_length_when_none_is_given() -> None:
    assert read_session("---\ntitle: A\n---\n\n- use settle", "a", "a.md").length == 0


def test_positions_say_how_to_get_from_one_to_another() -> None:
    general = "".join(f"## to {goal}\n\nGo there.\n\n" for goal in POSITIONS)
    changes = read_position_changes(f"{general}## chair to standing\n\n- move 8s\n  - Stand up.\n", "a.md")
    assert [(change.start, change.goal) for change in changes[:-1]] == [("", goal) for goal in POSITIONS]
    line = 4 * len(POSITIONS) + 1
    assert changes[-1] == PositionChange(
        "chair",
        "standing",
        (
            Step(
                StepKind.MOVE,
                Location("a.md", line + 2, 3),
                8 * SAMPLE_RATE,
                cues=(Text("Stand up.", Location("a.md", line + 3, 5)),),
            ),
        ),
        Location("a.md", line, 4),
    )


def test_the_safety_note_has_two_lengths() -> None:
    safety = read_safety_notes("## short\n\nStop.\n\n## full\n\nMove gently.\n\nStop.\n", "a.md")
    assert [words.text for words in safety.full] == ["Move gently.", "Stop."]
    assert [words.text for words in safety.short] == ["Stop."]


def test_every_problem_is_found_in_one_run() -> None:
    with pytest.raises(ScriptError) as caught:
        read_technique(
            "---\nposition: chiar\nhold: yes\n---\nSit <b>.\n- hodl 2s\n  - @hlaf {a}", "a", "a.md"
        )
    assert [problem.line for problem in caught.value.problems] == [1, 2, 3, 5, 6, 6, 7]


# Nothing an author wrote is ever dropped -----------------------------------------------------------

_WORD_LIST = "slowly, chest’s non-stop épaule, rest. hold? 20 …and you! (both) x — of; it"
_WORD_STRATEGY = st.sampled_from(_WORD_LIST.split())
_SENTENCE = st.lists(_WORD_STRATEGY, max_size=8).map(lambda words: ["Breathe", *words])
_STEPS = st.sampled_from(
    [
        ("- hold 20s", ["", "@half ", "@-5s ", "@end "]),
        ("- 3 x go 1:00, each side, switch 6s", ["", "@other side ", "@round 2 ", "@rounds ", "@end "]),
        ("- 2 x reps 10, up 2s, let go 3s, rest 8s", ["", "@rounds ", "@end "]),
        ("- breathe 6 times, in 4s, out 6s", ["", "@end "]),
        ("- move 10s", [""]),
        ("- rest 30s", [""]),
    ]
)


@st.composite
def _paragraph(draw: st.DrawFn, first: str, later: str) -> tuple[str, list[str]]:
    """Draw a paragraph of some lines, and its words."""
    lines = draw(st.lists(_SENTENCE, min_size=1, max_size=3))
    text = "\n".join((later if number else first) + " ".join(line) for number, line in enumerate(lines))
    return text, [word for line in lines for word in line]


@st.composite
def _step(draw: st.DrawFn) -> tuple[str, list[str]]:
    dose, marks = draw(_STEPS)
    text, words = dose, []
    for mark in draw(st.lists(st.sampled_from(marks), max_size=4)):
        cue, said = draw(_paragraph(f"  - {mark}", "    "))
        text += draw(st.sampled_from(["\n", "\n\n"])) + cue
        words += said
    return text, words


@st.composite
def _detail(draw: st.DrawFn) -> tuple[str, list[str]]:
    """Draw a paragraph in brackets with some slower words."""
    words = draw(_SENTENCE)
    return f"({' '.join(words)} *{' '.join(words)}*)", [*words, *f"*{' '.join(words)}*".split()]


_HEADING = st.sampled_from(["## Now", "## Now, 2 x, rest 5s"]).map(
    lambda line: (f"{line}\n\nBegin.", ["Begin."])
)
_COMMENT = st.just(("<!-- not\n\nspoken -->", list[str]()))
_BLOCKS = _paragraph("", "") | _paragraph("> ", "> ") | _step() | _detail() | _HEADING | _COMMENT
_PAGES = st.lists(_BLOCKS, min_size=1, max_size=8)


@pytest.mark.slow
@settings(deadline=None)
@given(_PAGES)
def test_each_word_of_a_good_script_is_in_the_model_in_order(page: list[tuple[str, list[str]]]) -> None:
    text = "---\ntitle: A\n---\n\nBegin.\n\n" + "\n\n".join(block for block, _ in page)
    technique = read_script(text.encode(), SCRIPT_READERS["techniques"])
    said = [word for words in spoken_texts(technique) for word in words.text.split()]
    assert said == ["Begin.", *(word for _, words in page for word in words)]
    assert len(flat_steps(technique)) == sum(block.startswith("- ") for block, _ in page)


_MARKS = (
    r"(?:@always +)?(?:@(?:half|end|other side|rounds|last|rest|gentle|strong|always|(?:round|rep) +\d+"
    r"|(?:-|every +)?[\d.:]+ *[a-z]*)(?= )|(?<=@always ))"
)


def _source_words(text: str) -> list[str]:
    """Return the words of a script without comments, front matter, step lines and markers."""
    text = re.sub(r"<!--(?!-?>).*?-->", " ", text, flags=re.DOTALL)
    if text.startswith("---"):
        text = re.sub(r"\A---.*?\n--- *(\n|\Z)", "", text, flags=re.DOTALL)
    lines = (line for line in text.split("\n") if not re.match(r"- |##", line))
    return [word for line in lines for word in re.sub(rf"^ *(?:> ?|- +)?(?:{_MARKS})?", "", line).split()]


def _without_brackets(words: Iterable[str]) -> list[str]:
    """Return words without round brackets, because those of a detail are not in the model."""
    return [bare for word in words if (bare := re.sub(r"[()]", "", word))]


def _model_words(script: Script) -> list[str]:
    return _without_brackets(word for words in spoken_texts(script) for word in words.text.split())


_CHARACTERS = st.sampled_from(
    [*"\t\r\0\u200b\u00a0–-•*+>#<`[](){}@\\|_~&\n :;,.x1 a!", "\n\n", "    ", "<!--", "-->"]
)
_LINES = """
Words.
  words
    words
> note
>
- hold 20s
  - words
  - @end words
- use settle
-
# words
## words
1. words
* words
hold: 20s
[a]: b
<!-- a -->
---
```
"""


@st.composite
def _mutant(draw: st.DrawFn) -> tuple[str, str]:
    """Draw the name of a shipped script, and its text with a few characters or lines lost, doubled or added."""
    name = draw(st.sampled_from(sorted(SCRIPT_TEXTS)))
    text = SCRIPT_TEXTS[name]
    for _ in range(draw(st.integers(1, 4))):
        pieces = text.split("\n") if (by_line := draw(st.booleans())) else list(text)
        at = draw(st.integers(0, len(pieces)))
        match draw(st.sampled_from(["delete", "double", "insert"])):
            case "delete":
                pieces[at : at + draw(st.integers(1, 4))] = []
            case "double":
                pieces[at:at] = pieces[at : at + 2]
            case _:
                pieces.insert(at, draw(st.sampled_from(_LINES.split("\n")) if by_line else _CHARACTERS))
        text = ("\n" if by_line else "").join(pieces)
    return name, text


@pytest.mark.slow
@settings(deadline=None, max_examples=200)
@given(_mutant())
def test_mutated_script_is_refused_or_keeps_every_word(mutant: tuple[str, str]) -> None:
    name, text = mutant
    try:
        script = read_script(text.encode(), reader_for(name))
    except ScriptError:
        return
    assert _model_words(script) == _without_brackets(_source_words(text))
    assert len(flat_steps(script)) == len(
        re.findall(r"^- ", re.sub(r"(?s)<!--.*?-->", " ", text), re.MULTILINE)
    )


def _html_words(page: str) -> list[str]:
    """Return the words that a Git host shows, and the names of all other elements of the page."""
    markdown = MarkdownIt("commonmark").enable(["table", "strikethrough"])
    pieces = []
    for token in markdown.parse(page):
        if token.type != "inline":
            pieces += [f" [{token.type}] "] * bool(token.content)
            continue
        for child in token.children or ():
            shown = {"text": child.content, "softbreak": " ", "em_open": "*", "em_close": "*"}
            pieces.append(shown.get(child.type, f"[{child.type}]"))
        pieces.append(" ")
    return "".join(pieces).split()


@pytest.mark.slow
@settings(deadline=None, max_examples=200)
@given(_mutant())
def test_words_agree_with_another_markdown_parser(mutant: tuple[str, str]) -> None:
    name, text = mutant
    with suppress(ScriptError):
        read_script(text.encode(), reader_for(name))
        page = re.sub(r"\A---.*?\n--- *(\n|\Z)", "", blank_comments(text), flags=re.DOTALL)
        read_blocks = parse_blocks(page, name)[0]
        words = [words for block in read_blocks for words in (block.content, *block.cues)]
        assert [word for part in words for word in part.text.split()] == _html_words(page)


@pytest.mark.parametrize("name", SCRIPT_TEXTS)
def test_every_word_of_a_shipped_script_is_in_the_model(name: str) -> None:
    assert _model_words(shipped_script(name)) == _without_brackets(_source_words(SCRIPT_TEXTS[name]))


@pytest.mark.parametrize("name", SCRIPT_TEXTS)
def test_a_place_is_where_the_words_stand(name: str) -> None:
    lines = SCRIPT_TEXTS[name].split("\n")
    for words in spoken_texts(shipped_script(name)):
        rest = lines[words.location.line - 1][words.location.column - 1 :]
        assert re.sub(rf"^({_MARKS} *)?[(]?", "", rest).split()[0].rstrip(")") == words.text.split()[0]


@settings(deadline=None)
@given(
    st.binary(max_size=300) | st.text(max_size=300).map(lambda text: text.encode("utf-8", "surrogatepass"))
)
@pytest.mark.parametrize("reader", SCRIPT_READERS.values(), ids=SCRIPT_READERS)
def test_any_bytes_are_a_script_or_a_problem(reader: ScriptReader, data: bytes) -> None:
    for script in (data, b"---\ntitle: A\n---\n\n" + data):
        with suppress(ScriptError):
            read_script(script, reader)
