from __future__ import annotations

import ast
from dataclasses import replace
from pathlib import Path

import pytest

from voiceguide.language import LANGUAGES, fingerprint, normalise
from voiceguide.versions import installed_version

PACKAGE = Path(normalise.__file__).parents[1]


def imported_files(name: str) -> set[str]:
    """Return a file and all files of `language` that it imports, directly or not, as `folder/name`."""
    found = {name}
    tree = ast.parse((PACKAGE / f"{name}.py").read_text("utf-8"))
    tree.body = [node for node in tree.body if not isinstance(node, ast.If)]  # imports for the type checker
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module:
            for module in (node.module, *(f"{node.module}.{alias.name}" for alias in node.names)):
                file = module.removeprefix("voiceguide.").replace(".", "/")
                file = f"{file}/__init__" if (PACKAGE / file).is_dir() else file
                if file.startswith("language/") and (PACKAGE / f"{file}.py").is_file() and file not in found:
                    found |= imported_files(file)
    return found


def test_fingerprint_covers_every_file_that_normalisation_imports() -> None:
    files = imported_files("language/normalise") | imported_files("speech/phrases")
    assert set(fingerprint._NORMALISATION_FILES) == files


@pytest.mark.parametrize("code", LANGUAGES)
def test_fingerprint_covers_every_file_that_the_tables_of_a_language_import(code: str) -> None:
    source = LANGUAGES[code].normalisation_source
    assert isinstance(source, tuple)
    tables = {f"language/{name}" for name in source}
    assert imported_files(f"language/{source[0]}") - {*fingerprint._NORMALISATION_FILES} == tables


def test_fingerprint_names_the_num2words_version() -> None:
    assert fingerprint.cache_inputs("en")["num2words"] == installed_version("num2words")


@pytest.mark.parametrize(("record", "field"), [("normalisation_source", "dot"), ("wording", "halfway")])
def test_fingerprint_changes_with_the_tables_of_its_language_alone(
    monkeypatch: pytest.MonkeyPatch, record: str, field: str
) -> None:
    english = replace(LANGUAGES["en"], normalisation_source=LANGUAGES["en"].normalisation)
    monkeypatch.setattr("voiceguide.language.en.LANGUAGE", english)
    uncached_inputs = fingerprint.cache_inputs.__wrapped__
    original = {code: uncached_inputs(code) for code in LANGUAGES}
    changed = replace(english, **{record: replace(getattr(english, record), **{field: "changed"})})
    monkeypatch.setattr("voiceguide.language.en.LANGUAGE", changed)
    assert (uncached_inputs("en") == original["en"]) == (record == "wording")
    assert uncached_inputs("de") == original["de"]
