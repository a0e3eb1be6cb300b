from __future__ import annotations

import dataclasses
import importlib.util
from pathlib import Path

import pytest

from voiceguide.checks import doctor
from voiceguide.checks.doctor import Finding, diagnose
from voiceguide.speech import engines


@pytest.fixture(autouse=True)
def _temporary_folders(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")


def find_result(words: str) -> Finding:
    (found,) = (finding for finding in diagnose() if words in finding.description)
    return found


def hide_packages(names: set[str], patch: pytest.MonkeyPatch) -> None:
    """Make the packages of some engines appear to be missing."""
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
        "cache of clips",
        "output",
    ):
        assert word in told


def test_doctor_changes_no_files() -> None:
    diagnose()
    assert list(Path().iterdir()) == []


def test_every_failed_result_has_a_remedy(monkeypatch: pytest.MonkeyPatch) -> None:
    hide_packages({"hibari", "pyttsx3", "piper"}, monkeypatch)
    Path("output").touch()
    monkeypatch.setenv("VOICEGUIDE_STORE", str(Path("output", "store").absolute()))
    findings = diagnose()
    assert all(bool(finding.fix) is not finding.is_ok for finding in findings)
    assert len([finding for finding in findings if not finding.is_ok]) == 6


def test_missing_engine_is_no_failure_when_another_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    hide_packages({"hibari"}, monkeypatch)
    hibari = find_result("voice hibari")
    assert (hibari.is_ok, hibari.is_required) == (False, False)
    assert "no_such_package" in hibari.description
    assert hibari.fix.startswith("pip install hibari-tts")


def test_doctor_fails_when_no_engine_is_installed(monkeypatch: pytest.MonkeyPatch) -> None:
    hide_packages({"hibari", "pyttsx3", "piper"}, monkeypatch)
    assert find_result("no voice is available").is_required


@pytest.mark.parametrize("words", ["output folder", "cache of clips"])
def test_a_folder_that_would_be_made_can_be_written(words: str) -> None:
    assert find_result(words).is_ok


def test_a_file_in_the_place_of_the_output_folder_is_found() -> None:
    Path("output").touch()
    found = find_result("output folder")
    assert (found.is_ok, found.is_required) == (False, True)
    assert found.fix == "voiceguide render -o FILE"


def test_unwritable_cache_is_reported_but_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    Path("file").touch()
    monkeypatch.setenv("VOICEGUIDE_STORE", str(Path("file", "below").absolute()))
    found = find_result("cache of clips")
    assert (found.is_ok, found.is_required) == (False, False)
    assert "VOICEGUIDE_STORE" in found.fix


def test_missing_share_packages_are_reported_but_no_failure(monkeypatch: pytest.MonkeyPatch) -> None:
    spec = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "segno" else spec(name))
    found = find_result("sharing")
    assert found.description == "sharing with a phone (needs segno)"
    assert (found.is_ok, found.is_required, found.fix) == (False, False, "pip install segno")


def test_a_missing_package_is_named_with_its_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None if name == "lameenc" else object())
    assert find_result("lameenc") == Finding("package lameenc", is_ok=False, fix="pip install lameenc")


def test_missing_scripts_are_found(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(doctor, "shipped_dir", Path)
    assert find_result("0 scripts").fix == "pip install --force-reinstall voiceguide"
