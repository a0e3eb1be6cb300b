from __future__ import annotations

import json
import os
import subprocess
import sys
from typing import TYPE_CHECKING

import pytest

from voiceguide.errors import ScriptError
from voiceguide.script import parse_cache, reader
from voiceguide.script.files import shipped_dir
from voiceguide.script.library import open_library
from voiceguide.script.reader import parse_session, read_position_changes, read_safety_notes, read_technique
from voiceguide.script.source import read_text

if TYPE_CHECKING:
    from pathlib import Path

LOADED_MODULES = """
import json, sys
from voiceguide.script.library import open_library
scripts = open_library()
scripts.resolve_techniques(scripts.session("upper-back-reset")), scripts.position_changes, scripts.safety_notes
print(json.dumps(sorted({name.partition(".")[0] for name in sys.modules})))
"""


def full_repr(value: object) -> str:
    """Return a value as JSON, including the fields that equality ignores."""
    return parse_cache.dumps(value)


@pytest.mark.parametrize("language", ["en", "de"])
def test_every_shipped_script_comes_back_as_it_was_read(language: str) -> None:
    root = shipped_dir(language)
    read = {"techniques": read_technique, "sessions": parse_session}
    found = [
        reads(read_text(path, str(path)), path.stem, str(path))
        for kind, reads in read.items()
        for path in (root / kind).glob("*.md")
    ]
    found += [read_position_changes(read_text(root / "positions.md", ""), "positions.md")]
    found += [read_safety_notes(read_text(root / "safety.md", ""), "safety.md")]
    assert len(found) >= 4
    for script in found:
        again = parse_cache.loads(parse_cache.dumps(script))
        assert again == script
        assert full_repr(again) == full_repr(script)
        assert hash(again) == hash(script)


def test_a_script_is_parsed_once_and_again_when_it_or_a_reader_changes(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VOICEGUIDE_STORE", str(tmp_path))
    asked = []

    def parsed(text: str, file: str) -> tuple[str, ...]:
        asked.append(text)
        return (text, file)

    monkeypatch.setattr(reader, "read_safety_notes", parsed)
    for text in ("one", "one", "two", "one"):
        assert parse_cache.read_cached("read_safety_notes", text, "a.md") == (text, "a.md")
    assert asked == ["one", "two"]
    monkeypatch.setattr(parse_cache, "_code_version", lambda: "others")
    parse_cache.read_cached("read_safety_notes", "one", "a.md")
    assert asked == ["one", "two", "one"]


def test_problem_is_reported_every_time(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VOICEGUIDE_STORE", str(tmp_path))
    for _ in range(2):
        with pytest.raises(ScriptError, match=r"^a\.md:1:1: A script begins with"):
            parse_cache.read_cached("read_technique", "Twist.", "a", "a.md")


@pytest.mark.slow
def test_parser_is_not_loaded_when_script_is_cached(tmp_path: Path) -> None:
    for loads in (True, False):
        command = [sys.executable, "-c", LOADED_MODULES]
        environment = {**os.environ, "VOICEGUIDE_STORE": str(tmp_path)}
        ran = subprocess.run(command, check=True, capture_output=True, env=environment)
        assert ({"lark", "markdown_it"} <= set(json.loads(ran.stdout))) is loads


def test_techniques_of_a_session_are_cached_as_one_entry(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("VOICEGUIDE_STORE", str(tmp_path / "store"))
    (tmp_path / "good.md").write_text("---\ntitle: Good\n---\n\nLie down.\n", encoding="utf-8")
    (tmp_path / "bad.md").write_text("---\ntitle: Bad\n---\n\n- hodl 5s\n", encoding="utf-8")
    (tmp_path / "all.md").write_text("---\ntitle: A\n---\n\n- use good\n\n- use bad\n", encoding="utf-8")
    told = []
    for _ in range(2):
        scripts = open_library(tmp_path)
        with pytest.raises(ScriptError) as found:
            scripts.resolve_techniques(scripts.session("all"))
        told.append(str(found.value))
        assert scripts.technique("good").title == "Good"
        entries = [path for path in (tmp_path / "store").rglob("*") if path.is_file()]
        assert len(entries) == 2  # the session, and both its techniques
        parse_cache.load_techniques.cache_clear()
    assert told[0] == told[1]
    assert "“hodl” is not understood here. Did you mean “hold”?" in told[0]


def test_file_is_cached_when_its_name_is_not_unicode(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("VOICEGUIDE_STORE", str(tmp_path))
    text = "---\ntitle: A\n---\n\nLie down.\n"
    first, again = (parse_cache.read_cached("read_technique", text, "a", "\udcff/a.md") for _ in range(2))
    assert again == first
    assert again.location.file == "\udcff/a.md"
