from __future__ import annotations

import ast
from pathlib import Path

from voiceguide.language import fingerprint, normalise
from voiceguide.versions import installed_version

PACKAGE = Path(normalise.__file__).parents[1]


def imported_files(name: str) -> set[str]:
    """Return a file and all files of `language` that it imports, directly or not, as `folder/name`."""
    found = {name}
    for node in ast.walk(ast.parse((PACKAGE / f"{name}.py").read_text("utf-8"))):
        if isinstance(node, ast.ImportFrom) and node.module:
            for module in (node.module, *(f"{node.module}.{alias.name}" for alias in node.names)):
                file = module.removeprefix("voiceguide.").replace(".", "/")
                if file.startswith("language/") and (PACKAGE / f"{file}.py").is_file() and file not in found:
                    found |= imported_files(file)
    return found


def test_fingerprint_covers_every_file_that_normalisation_imports() -> None:
    assert set(fingerprint._NORMALISATION_FILES) == imported_files("language/normalise") | imported_files(
        "speech/phrases"
    )


def test_fingerprint_names_the_num2words_version() -> None:
    assert fingerprint.cache_inputs()["num2words"] == installed_version("num2words")
