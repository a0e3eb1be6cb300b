"""The public API: its names, its options, and what it returns."""

from __future__ import annotations

import subprocess
import sys
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

import voiceguide as vg
from tests.conftest import SHRUG_SCRIPT
from tests.helpers import external_tools
from voiceguide import api
from voiceguide.plan.options import OPTIONS
from voiceguide.plan.typed_options import choices_from_values

if TYPE_CHECKING:
    from voiceguide.plan.option import Option
    from voiceguide.plan.typed_options import OptionValues

ROOT = Path(__file__).parents[1]

TYPED_PROGRAM = """
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import voiceguide as vg


def on_progress(ready: int, needed: int) -> None:
    print(ready, needed)


script: vg.Script = vg.parse("text", name="my-twist")
result: vg.RenderedFile = vg.render(
    script, Path("out.mp3"), length=timedelta(minutes=10), hold={"seated-twist": 25}, on_progress=on_progress
)
path: Path = result.path
timeline: vg.Timeline = vg.timeline("upper-back-reset", voice_rate=130, trim_proof=True)
events: tuple[vg.Event, ...] = timeline.events
stream: vg.Stream = vg.stream("upper-back-reset")
data: bytes = stream.read(0, stream.size)
chunks: Iterator[bytes] = stream.chunks()
problems: tuple[vg.Problem, ...] = vg.check(path)
voices: tuple[vg.VoiceInfo, ...] = vg.voices()
vg.render_all()  # type: ignore
"""


def test_dir_lists_the_public_names() -> None:
    assert dir(vg) == vg.__all__
    assert vg.__all__ == sorted({*api.__all__, "__version__"})


@pytest.mark.parametrize("name", vg.__all__)
def test_public_name_has_a_value_and_a_docstring(name: str) -> None:
    assert getattr(vg, name).__doc__


def test_unknown_name_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="“rendr”"):
        vg.rendr  # type: ignore[attr-defined]  # noqa: B018 - looking it up is the test


def test_import_loads_the_api_with_the_first_name_used() -> None:
    code = "import sys, voiceguide; print('voiceguide.api' in sys.modules); voiceguide.Problem; print(*sys.modules)"
    first, loaded = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    ).stdout.splitlines()
    assert first == "False"
    assert {"numpy", "PIL", "click", "lark", "markdown_it"} & set(loaded.split()) == set()


def type_checker(name: str) -> list[str]:
    """Return the command of a type checker: mypy as it is installed, pyright from npm."""
    if name == "mypy":
        return [external_tools.require_program("mypy"), "--strict"]
    program = external_tools.require_npm_package("pyright") / "node_modules" / ".bin" / "pyright"
    return [str(program), "--pythonpath", sys.executable]


@pytest.mark.judge
@pytest.mark.parametrize("name", ["mypy", "pyright"])
def test_type_checker_sees_each_public_name(tmp_path: Path, name: str) -> None:
    program = tmp_path / "program.py"
    program.write_text(TYPED_PROGRAM + f"print({', '.join(f'vg.{name}' for name in vg.__all__)})\n", "utf-8")
    command = [*type_checker(name), str(program)]
    result = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


def test_render_returns_what_was_written(tmp_path: Path) -> None:
    progress: list[tuple[int, int]] = []
    result = vg.render(
        vg.parse(SHRUG_SCRIPT, name="shrug"),
        tmp_path / "shrug.mp3",
        captions=["vtt", "lrc"],
        transcript=True,
        voice="silent",
        hold=timedelta(seconds=33.5),
        on_progress=lambda ready, needed: progress.append((ready, needed)),
    )
    assert result.path == tmp_path / "shrug.mp3"
    assert result.size == result.path.stat().st_size
    assert result.seconds == pytest.approx(result.timeline.length / 24_000)
    assert result.voice == "silent:hum"
    assert {path.name for path in tmp_path.iterdir()} == {
        *("shrug.mp3", "shrug.vtt", "shrug.lrc", "shrug-transcript.md")
    }
    assert (tmp_path / "shrug.vtt").read_text("utf-8") == vg.captions(result.timeline, "vtt")
    assert all(ready <= needed for ready, needed in progress)


def test_any_range_of_a_stream_is_that_part_of_the_file(shrug: Path, tmp_path: Path) -> None:
    rendered = vg.render(shrug, tmp_path / "shrug.mp3", voice="silent").path.read_bytes()
    stream = vg.stream(shrug, voice="silent")
    assert stream.size == len(rendered)
    assert stream.read() == b"".join(stream.chunks()) == rendered
    for start, stop in ((0, 1), (1000, 5000), (stream.size - 7, stream.size + 7), (5, 5)):
        assert stream.read(start, stop) == rendered[start:stop]


def test_preview_begins_with_the_chapter_that_from_names(shrug: Path) -> None:
    timeline = vg.timeline(shrug, voice="silent", preview=30, from_="shrug")
    assert timeline.chapters[0].title == "Shrug"
    with pytest.raises(vg.RequestError, match="add preview=30"):
        vg.timeline(shrug, voice="silent", from_="shrug")


def test_timeline_notes_tell_how_the_length_was_reached() -> None:
    timeline = vg.timeline("desk-break", voice="silent", minutes=6)
    assert timeline.length == 6 * 60 * 24_000
    assert timeline.notes


@pytest.mark.parametrize(
    ("options", "texts"),
    [
        ({"length": 600}, {"length": "10:00"}),
        ({"length": timedelta(minutes=10)}, {"length": "600s"}),
        ({"minutes": 12.5}, {"minutes": "12.5"}),
        ({"hold": 25}, {"hold": "25s"}),
        (
            {"hold": {"seated-twist": 0.5, "floor-twist.left": "+5s"}},
            {"hold": ["seated-twist=0.5s", "floor-twist.left=+5s"]},
        ),
        ({"rounds": {"seated-twist": 3}}, {"rounds": ["seated-twist=3"]}),
        (
            {"set": {"cat-camel.times": 10, "seated-twist.hold": timedelta(seconds=9)}},
            {"set": ["cat-camel.times=10", "seated-twist.hold=9s"]},
        ),
        ({"skip": ["settle", "bells"]}, {"skip": "settle, bells"}),
        ({"moving": 1.5}, {"moving": "1.5x"}),
        ({"announce_next": False, "trim_proof": True}, {"announce_next": "no", "trim_proof": "yes"}),
        ({"voice_rate": 130.0, "countdown": 3, "pitch": None}, {"voice_rate": "130", "countdown": "3"}),
        ({"music": Path("rain.mp3")}, {"music": "rain.mp3"}),
    ],
)  # fmt: skip
def test_typed_value_is_the_choice_that_its_text_makes(
    options: dict[str, OptionValues], texts: dict[str, OptionValues]
) -> None:
    assert choices_from_values(options) == choices_from_values(texts)
    assert choices_from_values(options) != choices_from_values({})


@pytest.mark.parametrize(
    ("options", "message"),
    [
        ({"voicerate": 130}, "There is no option “voicerate”. Did you mean “voice_rate”?"),
        ({"level": ["gentle", "strong"]}, "The option level takes one value, not 2: gentle, strong."),
        ({"hold": -5}, "The option hold takes no negative number. To shorten a hold, write a text: “-5s”."),
        ({"pitch": 400}, "“400” is not a pitch: write one from 0 to 100."),
        ({"trim_proof": 1}, "“1” is not a valid answer. Choose one of: yes, no."),
    ],
)
def test_option_that_cannot_be_read_is_a_request_error(
    options: dict[str, OptionValues], message: str
) -> None:
    with pytest.raises(vg.RequestError) as raised:
        choices_from_values(options)
    assert str(raised.value) == message


@pytest.mark.parametrize("option", OPTIONS, ids=lambda option: option.name)
def test_every_option_of_the_command_line_is_a_keyword(option: Option) -> None:
    keyword = option.name.replace("-", "_")
    assert keyword.isidentifier()
    assert choices_from_values({keyword: None}) == choices_from_values({})


def test_parse_and_load_read_techniques_and_sessions(shrug: Path) -> None:
    shrug_text = shrug.read_text("utf-8")
    assert vg.parse(shrug_text, name="shrug").title == vg.load(shrug).title == "Shrug"
    assert vg.load("seated-twist").name == "seated-twist"
    session = vg.parse(
        "---\ntitle: Two twists\nlength: 5 min\n---\n\n- use seated-twist\n- use floor-twist\n", name="two"
    )
    assert [technique.name for technique in session.techniques] == ["seated-twist", "floor-twist"]
    with pytest.raises(vg.ScriptError) as raised:
        vg.parse(shrug_text.replace("hold {hold}", "hodl {hold}"), name="shrug")
    assert str(raised.value.problems[0]).startswith("shrug.md:9:")


def test_check_reports_the_problems_of_a_file_or_a_text(shrug: Path) -> None:
    text = shrug.read_text("utf-8").replace("hold {hold}", "hodl {hold}")
    assert vg.check(shrug) == vg.check(shrug.read_text("utf-8"), name="shrug") == ()
    shrug.write_text(text, "utf-8")
    (in_file,), (in_text,) = vg.check(shrug), vg.check(text, name="shrug")
    assert (in_text.file, in_text.line, in_text.message) == ("shrug.md", in_file.line, in_file.message)


def test_voices_name_what_the_option_voice_takes() -> None:
    voices = {voice.name: voice for voice in vg.voices()}
    assert {"hibari:heart", "piper:joe", "silent:hum"} <= set(voices)
    assert [voice.engine for voice in voices.values() if voice.is_default] == [vg.voices()[0].engine]
    assert voices["silent:hum"].missing_packages == ()
