"""Languages are complete, and a language added by one file, one row and one folder works everywhere."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from dataclasses import MISSING, fields, replace
from pathlib import Path
from typing import Any

import pytest

import voiceguide
from tests.conftest import PROJECT_DIR
from voiceguide.errors import RequestError
from voiceguide.language import LANGUAGES, find_language, language_code
from voiceguide.script.files import SHARED_FILES, shipped_dir

ENGLISH = LANGUAGES["en"]
TABLES = ENGLISH.normalisation
RECORDS = (
    *(ENGLISH, ENGLISH.wording, ENGLISH.handout, ENGLISH.page, ENGLISH.programme),
    *(ENGLISH.site, ENGLISH.stop, ENGLISH.view_texts),
    *(TABLES, TABLES.doses, TABLES.beside_units, TABLES.dates, TABLES.sides, ENGLISH.adopt),
)
FIELDS = [(record, field.name) for record in RECORDS for field in fields(record)]

LANGUAGE_FILE = '''"""English between quotation marks."""

from dataclasses import fields, replace

from voiceguide.language.tables import Noun
from voiceguide.language.view_texts import ViewTexts
from voiceguide.language.en import LANGUAGE as ENGLISH


def mark(value):
    if isinstance(value, str):
        return f"«{value}»"
    if isinstance(value, tuple):
        return tuple(map(mark, value))
    return {key: mark(text) for key, text in value.items()} if isinstance(value, dict) else value


def mark_all(record):
    return replace(record, **{field.name: mark(getattr(record, field.name)) for field in fields(record)})


LANGUAGE = replace(
    ENGLISH,
    name="Pseudo",
    native_name="Xenish",
    iso_639_2="qxx",
    wording=mark_all(ENGLISH.wording),
    view_texts_source=ViewTexts(
        handout=replace(mark_all(ENGLISH.handout), decimal_mark="·"),
        page=mark_all(ENGLISH.page),
        programme=mark_all(ENGLISH.programme),
        site=mark_all(ENGLISH.site),
    ),
    stop=replace(mark_all(ENGLISH.stop), phrases=("cease",)),
    normalisation_source=replace(
        ENGLISH.normalisation, units={**ENGLISH.normalisation.units, "%": Noun("hundredth", "hundredths")}
    ),
)
'''

SCRIPT = """---
title: Wave
language: xx
position: chair
needs: a chair, a mat
hold: 20s (10s-30s)
---

> Give it 50 %. {note}

- 2 x hold {hold}, each side
  - Turn to the {side} for {hold}.

- reps 3, up 1.5s, down 2s

- breathe 2 times, in 4s, hold 2s, out 6s

- go 70s

- rest 7s
"""

SHARE_PAGE = """
import sys
from pathlib import Path
from voiceguide.share import content, page
with content.open_content(Path(sys.argv[1])) as shared:
    sys.stdout.buffer.write(page.page_html(shared))
"""


# Completeness -------------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", LANGUAGES)
def test_every_language_is_complete(code: str) -> None:
    language = LANGUAGES[code]
    tables = language.normalisation
    assert re.fullmatch("[a-z]{3}", language.iso_639_2)
    assert language.trim_advice != language.trim_proof_note
    pattern = re.compile(tables.clock_pattern)
    assert pattern.groups == 4
    assert {unit.lower() for unit in re.findall(r"\w+", tables.clock_pattern.rpartition("(")[2])} <= set(
        tables.units
    )
    assert tables.symbols.keys() == ENGLISH.normalisation.symbols.keys()
    for name in (*SHARED_FILES, "techniques/bells.md", "techniques/closing.md"):
        assert (shipped_dir(code) / name).is_file(), f"scripts of “{code}”: {name}"


@pytest.mark.parametrize(
    ("record", "name"), FIELDS, ids=lambda value: value if isinstance(value, str) else type(value).__name__
)
def test_a_missing_field_is_named_when_the_record_is_made(record: Any, name: str) -> None:  # noqa: ANN401 - any of RECORDS
    values = {field.name: getattr(record, field.name) for field in fields(record)}
    assert type(record)(**values) is not None
    with pytest.raises(TypeError, match=f"'{name}'"):
        type(record)(**{field: value for field, value in values.items() if field != name})


def test_only_nouns_have_optional_fields() -> None:
    for record in RECORDS:
        assert all(field.default is field.default_factory is MISSING for field in fields(record))


@pytest.mark.parametrize(
    ("record", "field", "value", "complaint"),
    [
        (ENGLISH, "name", "", r"Language\.name is empty"),
        (
            ENGLISH.wording,
            "greeting",
            "{title}.",
            r"placeholders of Wording\.greeting must be: {length}, {title}\.",
        ),
        (ENGLISH.wording, "halfway", "{half}", r"placeholders of Wording\.halfway must be: none"),
        (ENGLISH.wording, "minute", ("minute", ""), r"Wording\.minute is empty"),
        (ENGLISH.wording, "sides", {"left": "left"}, r"keys of Wording\.sides .*Check: right"),
        (ENGLISH.handout, "phases", {"in": "in"}, r"keys of HandoutStrings\.phases .*Check: hold, out"),
        (
            ENGLISH.handout,
            "breaths",
            ("{count}", "{count}"),
            r"HandoutStrings\.breaths must be: {count}, {phases}",
        ),
        (ENGLISH.page, "lost", "", r"PageStrings\.lost is empty"),
        (ENGLISH.stop, "phrases", (), r"StopPhrases\.phrases is empty"),
        (ENGLISH.normalisation, "units", {}, r"Normalisation\.units must have the key “x”"),
        (ENGLISH.normalisation, "fractions", {}, r"Normalisation\.fractions must have the key “2”"),
        (ENGLISH.normalisation, "clock_format", "{hour}", r"Normalisation\.clock_format must be: "),
    ],
)
def test_an_incomplete_text_is_named_when_the_record_is_made(
    record: Any,  # noqa: ANN401 - any of RECORDS
    field: str,
    value: object,
    complaint: str,
) -> None:
    with pytest.raises(ValueError, match=complaint):
        replace(record, **{field: value})


def test_a_language_is_found_by_code_and_by_name() -> None:
    assert find_language("de") is LANGUAGES["de"]
    assert (language_code("German"), language_code("deutsch"), language_code("Elvish")) == ("de", "de", None)
    with pytest.raises(RequestError, match=r"no language “xx”\. The languages are: en, de"):
        find_language("xx")
    with pytest.raises(KeyError):
        LANGUAGES["xx"]


@pytest.mark.slow  # starts a process
def test_an_english_session_does_not_import_german(shrug: Path) -> None:
    command = [
        sys.executable,
        "-v",
        "-m",
        "voiceguide",
        "render",
        str(shrug),
        "--voice",
        "silent",
    ]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd=shrug.parent)
    assert "voiceguide.language.en" in done.stderr
    assert "voiceguide.language.de" not in done.stderr


# A new language -----------------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def package_dir(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Copy of the package with the language “xx”: one file, one row and one folder of scripts."""
    root = tmp_path_factory.mktemp("languages")
    ignored = shutil.ignore_patterns("__pycache__")
    package = Path(shutil.copytree(Path(voiceguide.__file__).parent, root / "voiceguide", ignore=ignored))
    scripts = Path(shutil.copytree(PROJECT_DIR / "scripts", root / "scripts"))
    (package / "language" / "xx.py").write_text(LANGUAGE_FILE, encoding="utf-8")
    registry = package / "language" / "__init__.py"
    row = '    "en",\n'
    text = registry.read_text(encoding="utf-8")
    assert row in text
    registry.write_text(text.replace(row, f'{row}    "xx",\n'), encoding="utf-8")
    (scripts / "xx" / "techniques").mkdir(parents=True)
    for name in SHARED_FILES:
        shutil.copy(scripts / name, scripts / "xx" / name)
    for name in ("bells", "closing"):
        original = (scripts / "techniques" / f"{name}.md").read_text(encoding="utf-8")
        translated = original.replace("\ntitle: ", "\nlanguage: xx\ntitle: Xx ", 1)
        (scripts / "xx" / "techniques" / f"{name}.md").write_text(translated, encoding="utf-8")
    for name, note in (("wave", "Cease if it hurts."), ("careless", "Breathe on.")):
        (root / f"{name}.md").write_text(SCRIPT.replace("{note}", note), encoding="utf-8")
    return root


def run(folder: Path, *arguments: str, status: int = 0) -> str:
    """Run Python in a folder that contains the package; return what it writes."""
    command = [sys.executable, *arguments]
    environment = {**os.environ, "PYTHONPATH": str(folder)}
    done = subprocess.run(
        command, capture_output=True, text=True, encoding="utf-8", cwd=folder, env=environment, check=False
    )
    assert done.returncode == status, done.stderr
    return done.stdout + done.stderr


@pytest.fixture(scope="module")
def session_file(package_dir: Path) -> Path:
    """Session as an MP3, with captions and the handout next to it."""
    options = (
        "--voice",
        "silent",
        "--sounds",
        "guided",
        "-o",
        "wave.mp3",
        "--captions",
        "vtt",
        "--transcript",
    )
    run(package_dir, "-m", "voiceguide", "render", "wave.md", *options)
    return package_dir / "wave.mp3"


@pytest.mark.slow  # starts processes
def test_a_new_language_is_spoken_and_captioned(session_file: Path) -> None:
    captions = session_file.with_suffix(".vtt").read_text(encoding="utf-8")
    for text in (
        "«You will need «a chair and a mat».»",
        "«Halfway.»",
        "«Breathe in.»",
        "Turn to the «left»",
    ):
        assert text in captions, text


@pytest.mark.slow  # starts processes
def test_a_new_language_is_shown(package_dir: Path, session_file: Path) -> None:
    assert session_file.exists()
    shown = run(package_dir, "-m", "voiceguide", "show", "wave.md", "--voice", "silent")
    assert "«Before you begin»" in shown
    data = run(package_dir, "-m", "voiceguide", "show", "wave.md", "--voice", "silent", "--json")
    assert "fifty hundredths" in data


@pytest.mark.slow  # starts processes
def test_a_new_language_is_printed(session_file: Path) -> None:
    handout = session_file.with_name("wave-transcript.md").read_text(encoding="utf-8")
    for text in (
        "«hold 20 s», «each side»",
        "«left»",
        "«rest 7 s»",
        "up 1·5 s",
        "«move freely",
        "«in» 4 s",
        "in all.»",
    ):
        assert text in handout, text


@pytest.mark.slow  # starts processes
def test_a_new_language_has_its_own_page(package_dir: Path, session_file: Path) -> None:
    page = run(package_dir, "-c", SHARE_PAGE, str(session_file))
    assert '<html lang="xx">' in page
    assert "«Play»" in page


@pytest.mark.slow  # starts processes
def test_a_new_language_is_checked(package_dir: Path) -> None:
    checked = run(package_dir, "-m", "voiceguide", "check", "wave.md", "careless.md")
    assert "«Stop if anything hurts.»" in checked
    warned = [line for line in checked.splitlines() if "warning: " in line]
    assert [line.partition(":")[0] for line in warned] == ["careless.md"]


@pytest.mark.slow  # starts processes
def test_a_new_language_is_named_in_messages(package_dir: Path) -> None:
    refused = run(package_dir, "-m", "voiceguide", "render", "wave.md", "--voice", "hibari", status=2)
    assert "for Pseudo there are: pyttsx3, silent" in refused
    (package_dir / "wrong.md").write_text("---\ntitle: W\nlanguage: Xenish\n---\n\nSit.\n", encoding="utf-8")
    assert "Did you mean “xx”?" in run(package_dir, "-m", "voiceguide", "check", "wrong.md", status=2)
    assert "xx" in run(package_dir, "-m", "voiceguide", "voices", "--help")
