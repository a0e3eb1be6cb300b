"""The documents are correct: the examples run, and everything that they list exists."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import click
import pytest

from tests.helpers import reference_page
from tests.helpers.program import run_program
from voiceguide.checks import speakable
from voiceguide.cli.main import cli
from voiceguide.plan import size_limit
from voiceguide.script import front_matter, source, step_line, vocabulary
from voiceguide.script.files import shipped_dir
from voiceguide.script.reader import read_safety_notes, read_session, read_technique
from voiceguide.script.rules import text
from voiceguide.script.source import read_text

ROOT = Path(__file__).parents[2]
README = (ROOT / "README.md").read_text(encoding="utf-8")
FORMAT = reference_page.PAGE_PATH.read_text(encoding="utf-8")


def blocks(page: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```", page, re.MULTILINE | re.DOTALL)


def run(*words: str, cwd: Path | None = None) -> str:
    """Run voiceguide, assert that it succeeds, and return its output."""
    ended = run_program(*words, cwd=cwd)
    assert ended.returncode == 0, ended.stderr.decode()
    return ended.stdout.decode()


def test_the_timeline_printed_in_the_readme_is_what_show_prints() -> None:
    """With another voice only the times differ."""
    (printed,) = blocks(README, "text")
    shown = run("show", "--voice", "silent")
    assert _words_only(printed) == _words_only(shown.partition("\n\n   0:00  BEFORE")[0])


def test_the_picture_in_the_readme_shows_the_same() -> None:
    picture = (ROOT / "docs" / "upper-back-reset.svg").read_text(encoding="utf-8")
    (printed,) = blocks(README, "text")
    described = re.findall(r"<desc>(.*?)</desc>", picture, re.DOTALL)
    assert described == [printed.rstrip("\n")]
    assert "](docs/upper-back-reset.svg)" in README


def _words_only(table: str) -> str:
    """Return the words of a table, without times, bars and the amount of the fill."""
    words = re.sub(r"\b\d+:\d\d\b|[▏▎▍▌▋▊▉█]", "", table)
    return " ".join(re.sub(r"(breathe) ([\d.]+ s)?", r"\1 ", words).split())


def test_the_commands_of_the_readme_are_understood(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    section = README.split("## Make it yours")[1].split("##")[0]
    commands = re.findall(r"^    voiceguide (.*?) *(?:#.*)?$", section, re.MULTILINE)
    monkeypatch.setenv("VOICEGUIDE_PREFERENCES", str(tmp_path / "mine.toml"))
    assert len(commands) == 17
    for command in commands:
        words = command.replace("--voice pyttsx3 ", "").split()
        voice = ["--voice", "silent"] if words[0] in {"render", "show", "compose"} else []
        run(*words, *voice, cwd=tmp_path)
    assert {path.name for path in tmp_path.rglob("*.*")} >= {"upper-back-reset.mp3", "twist.mp3", "mine.wav"}


def test_the_python_of_the_readme_runs(tmp_path: Path) -> None:
    (code,) = blocks(README, "python")
    code = code.replace("vg.render(", "vg.render(voice='silent', script=").replace(
        '"twist-longer.mp3"', 'output="twist-longer.mp3"'
    )
    ended = subprocess.run([sys.executable, "-c", code], cwd=tmp_path, check=True, capture_output=True)
    assert ended.stdout.startswith(b"twist-longer.mp3 ")
    assert (tmp_path / "twist-longer.mp3").stat().st_size > 4_000_000


def test_the_scripts_in_the_documents_read_and_can_be_heard(tmp_path: Path) -> None:
    (doorway,) = blocks(README, "markdown")
    twist, lunch, *_ = blocks(FORMAT, "markdown")
    read_technique(twist, "seated-twist", "seated-twist.md")
    read_session(lunch, "lunch-break", "lunch-break.md")
    for name, script in (("doorway-stretch", doorway), ("my-twist", twist), ("lunch-break", lunch)):
        (tmp_path / f"{name}.md").write_text(script, encoding="utf-8")
        run("check", f"{name}.md", cwd=tmp_path)
        run("render", f"{name}.md", "--voice", "silent", "-o", f"{name}.mp3", cwd=tmp_path)


def test_the_reference_prints_the_timeline_that_each_example_makes() -> None:
    assert reference_page.update_timelines(FORMAT) == FORMAT


def test_the_reference_has_every_kind_of_step() -> None:
    shown = "\n".join(example for example, _ in reference_page.examples(FORMAT))
    for verb in [*vocabulary.STEP_KINDS, "use"]:
        assert re.search(rf"^- (.* x )?{verb}\b", shown, re.MULTILINE), verb


@pytest.mark.parametrize(
    "word",
    [
        *(
            *vocabulary.STEP_KINDS,
            *vocabulary.POSITIONS,
            *vocabulary.TECHNIQUE_KEYS,
            *vocabulary.SESSION_KEYS,
        ),
        *(
            *vocabulary.CHIME_TONES,
            *vocabulary.CONDITIONS,
            *vocabulary.CueStyle,
            *vocabulary.Level,
        ),
        *(*vocabulary.GLOBAL_PLACEHOLDERS, *vocabulary.TURN_PLACEHOLDERS),
    ],
)
def test_the_format_page_names_every_word(word: str) -> None:
    assert re.search(rf"\b{word}\b", FORMAT)


@pytest.mark.parametrize("mark", vocabulary.MARKS.values(), ids=lambda mark: mark.example)
def test_the_format_page_has_an_example_of_every_mark(mark: vocabulary.Mark) -> None:
    assert f"`{mark.example}`" in FORMAT


def test_every_command_is_in_the_documents() -> None:
    pages = README + FORMAT + (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")
    for name in cli.list_commands(click.Context(cli)):
        assert re.search(rf"`(voiceguide )?{name}\b|voiceguide {name}\b", pages), name


def test_the_page_on_speed_has_a_row_for_each_way_that_the_bench_takes() -> None:
    page = (ROOT / "docs" / "performance.md").read_text(encoding="utf-8")
    bench = (ROOT / "bench" / "run.py").read_text(encoding="utf-8")
    ways = re.findall(r'^        "([^"]+)": lambda', bench, re.MULTILINE)
    assert len(ways) == 9
    for way in ways:
        assert re.search(rf"^{way}( +[\d.]+){{5}}$", page, re.MULTILINE), way


def test_every_page_that_is_linked_is_there() -> None:
    for page in [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]:
        for target in re.findall(r"\]\(([^)#:]+)\)", page.read_text(encoding="utf-8")):
            assert (page.parent / target).exists(), f"{page}: {target}"


def test_the_architecture_names_every_package_and_module_at_the_root() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    tree = page.split("## Where things are")[1].split("##")[0]
    for path in (ROOT / "voiceguide").iterdir():
        if path.suffix == ".py" and path.name != "__main__.py":
            assert re.search(rf"\b{path.name}\b", tree), path.name
        elif (path / "__init__.py").is_file():
            assert re.search(rf"^ +{path.name}/", tree, re.MULTILINE), path.name


SAFETY_STATEMENTS = [
    "ease stiffness",
    "do not treat pain",
    "driving",
    "pregnant",
    "brittle bones",
    "medical condition",
    "injury",
    "operation",
    "between the shoulder blades",
    "numbness",
    "tingling",
    "arm",
    "fever",
    "weight loss",
    "lump",
    "worse at night",
    "rest",
    "move gently",
    "sharp pain",
    "dizziness",
    "ambulance",
    "persists",
    "arm grows weak",
    "hands grow clumsy",
    "legs grow unsteady",
    "chest pain",
    "trouble breathing",
    "sudden severe pain",
    "accident",
    "weak or numb legs",
    "genitals",
    "bladder",
    "bowel",
]


@pytest.mark.parametrize("phrase", SAFETY_STATEMENTS)
def test_the_safety_note_has_every_required_statement(phrase: str) -> None:
    note = read_safety_notes(read_text(shipped_dir() / "safety.md", "safety.md"), "safety.md")
    assert phrase in " ".join(words.text for words in note.full).lower()


def test_the_project_speaks_of_one_version() -> None:
    import voiceguide

    pyproject = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    assert f'version = "{voiceguide.__version__}"' in pyproject
    assert f"## {voiceguide.__version__}" in (ROOT / "CHANGELOG.md").read_text(encoding="utf-8")


def test_the_limits_of_a_script_stand_in_its_page() -> None:
    (limits,) = re.findall(r"\*\*How much\?\*\* (.*?)\n\n", FORMAT, re.DOTALL)
    assert re.findall(r"[\d,]*\d", limits) == [
        "1",
        f"{step_line.MAX_COUNT:,}",
        f"{size_limit.MAX_SOUNDS:,}",
        f"{source.MAX_BYTES // 1000}",
        f"{text._MAX_CUE_CHARACTERS:,}",
        f"{speakable.MAX_SPOKEN_CHARACTERS:,}",
        f"{front_matter._MAX_TITLE_CHARACTERS}",
    ]
