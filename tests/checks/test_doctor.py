from __future__ import annotations

import dataclasses
import importlib.util
from pathlib import Path

import pytest

from voiceguide.checks import doctor
from voiceguide.checks.doctor import Finding, diagnose
from voiceguide.speech import engines


@pytest.fixture(autouse=True)
def _elsewhere(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


def about(words: str) -> Finding:
    (found,) = (finding for finding in diagnose() if words in finding.description)
    return found


def without(names: set[str], patch: pytest.MonkeyPatch) -> None:
    """Takes what they need from engines, as if it were not installed."""
    table = tuple(
        dataclasses.replace(engine, required_packages=("no_such_package",))
        if engine.name in names
        else engine
        for engine in engines.ENGINES
    )
    patch.setattr(engines, "ENGINES", table)


def test_each_engine_each_package_each_folder_and_the_scripts_are_looked_at() -> None:
    told = "\n".join(finding.description for finding in diagnose())
    for word in (
        *(engine.name for engine in engines.ENGINES),
        "lameenc",
        "pydub",
        "pillow",
        "sharing with a phone",
        "scripts",
        "store",
        "output",
    ):
        assert word in told


def test_looking_changes_nothing() -> None:
    diagnose()
    assert list(Path().iterdir()) == []


def test_whatever_is_not_well_has_something_that_mends_it(monkeypatch: pytest.MonkeyPatch) -> None:
    without({"hibari", "pyttsx3", "piper"}, monkeypatch)
    Path("output").touch()
    monkeypatch.setenv("VOICEGUIDE_STORE", str(Path("output", "store").absolute()))
    findings = diagnose()
    assert all(bool(finding.fix) is not finding.is_ok for finding in findings)
    assert len([finding for finding in findings if not finding.is_ok]) == 6


def test_a_missing_engine_is_no_harm_while_another_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    without({"hibari"}, monkeypatch)
    hibari = about("voice hibari")
    assert (hibari.is_ok, hibari.is_required) == (False, False)
    assert "no_such_package" in hibari.description
    assert hibari.fix.startswith("pip install hibari-tts")


def test_without_any_engine_nothing_speaks(monkeypatch: pytest.MonkeyPatch) -> None:
    without({"hibari", "pyttsx3", "piper"}, monkeypatch)
    assert about("no voice can speak here").is_required


@pytest.mark.parametrize("words", ["output folder", "store"])
def test_a_folder_that_would_be_made_can_be_written(words: str) -> None:
    assert about(words).is_ok


def test_a_file_in_the_place_of_the_output_folder_is_found() -> None:
    Path("output").touch()
    found = about("output folder")
    assert (found.is_ok, found.is_required) == (False, True)
    assert found.fix == "voiceguide render -o FILE"


def test_a_store_that_cannot_be_written_is_found_and_not_needed(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("file").touch()
    monkeypatch.setenv("VOICEGUIDE_STORE", str(Path("file", "below").absolute()))
    found = about("store")
    assert (found.is_ok, found.is_required) == (False, False)
    assert "VOICEGUIDE_STORE" in found.fix


def test_what_sharing_lacks_is_told_and_is_no_harm(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "segno" else spec(name))
    found = about("sharing")
    assert found.description == "sharing with a phone (needs segno)"
    assert (found.is_ok, found.is_required, found.fix) == (False, False, "pip install segno")


def test_a_missing_package_is_named_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "lameenc" else object())
    assert about("lameenc") == Finding("package lameenc", is_ok=False, fix="pip install lameenc")


def test_missing_scripts_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "shipped_dir", Path)
    assert about("0 scripts").fix == "pip install --force-reinstall voiceguide"
