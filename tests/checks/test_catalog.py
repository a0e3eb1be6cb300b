from __future__ import annotations

import re
from functools import cache
from typing import TYPE_CHECKING

import pytest

from voiceguide.checks.catalog import format_catalog
from voiceguide.script.files import shipped_dir
from voiceguide.script.library import Library

if TYPE_CHECKING:
    from pathlib import Path

TIGHT_SCRIPT = """---
title: Tight
hold: 20s (4s-30s)
---

- hold {hold}
  - Lift your shoulders.
  - @half Breathe slowly into your ribs, and let the warmth spread all the way down.
"""

LOOSE_SCRIPT = """---
title: Loose
---

Welcome.

- use tight
- use bells, optional
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """Return a folder with the shipped shared files and bells, and a test's technique and session."""
    names = ("positions.md", "safety.md", "techniques/bells.md", "techniques/closing.md")
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((shipped_dir() / name).read_bytes())
    (tmp_path / "sessions").mkdir()
    (tmp_path / "sessions" / "loose.md").write_text(LOOSE_SCRIPT, encoding="utf-8")
    (tmp_path / "techniques" / "tight.md").write_text(TIGHT_SCRIPT, encoding="utf-8")
    return tmp_path


SHIPPED_LIBRARY = Library(shipped_dir())


@cache
def shipped_catalog() -> str:
    return format_catalog(SHIPPED_LIBRARY)


def test_catalog_lists_every_shipped_script_with_its_title() -> None:
    catalog, library = shipped_catalog(), SHIPPED_LIBRARY
    for name in library.session_names:
        assert re.search(rf"^  {name}  .*  {library.session(name).title}$", catalog, re.MULTILINE)
    for name in library.technique_names:
        assert re.search(rf"^  {name}  ≈ \d+:\d\d  {library.technique(name).title}$", catalog, re.MULTILINE)


def test_catalog_shows_given_length_and_marks_estimates(library: Path) -> None:
    assert re.search(r"^  loose  ≈ \d:\d\d  Loose$", format_catalog(Library(library)), re.MULTILINE)
    session = library / "sessions" / "loose.md"
    session.write_text(LOOSE_SCRIPT.replace("Loose\n", "Loose\nlength: 10:00\n"), encoding="utf-8")
    assert re.search(r"^  loose  10:00  Loose$", format_catalog(Library(library)), re.MULTILINE)


def test_catalog_shows_optional_and_fill(library: Path) -> None:
    assert "      tight, bells (may be left out)\n" in format_catalog(Library(library))
    assert "(fills the time)" in shipped_catalog()


def test_catalog_shows_limits_and_practical_minimum(library: Path) -> None:
    (line,) = (
        line for line in format_catalog(Library(library)).splitlines() if line.startswith("      hold: ")
    )
    found = re.fullmatch(r"      hold: 20s \(4s to 30s; its words need ≈ (\d+)s\)", line)
    assert found
    assert 4 < int(found[1]) < 20


def test_catalog_lists_other_scripts_when_one_is_broken(library: Path) -> None:
    (library / "techniques" / "tight.md").write_text(
        TIGHT_SCRIPT.replace("- hold", "- hodl"), encoding="utf-8"
    )
    told = format_catalog(Library(library))
    assert re.search(
        r"^  tight\n      scripts/techniques/tight\.md:6:3: “hodl” is not understood", told, re.MULTILINE
    )
    assert re.search(r"^  loose\n      scripts/techniques/tight\.md:6:3: ", told, re.MULTILINE)
    assert re.search(r"^  bells  ≈ ", told, re.MULTILINE)


def test_catalog_shows_needs_and_contraindications() -> None:
    told = shipped_catalog()
    technique = SHIPPED_LIBRARY.technique("seated-twist")
    assert technique.easier_form
    avoid = f"{', '.join(technique.avoid)}; easier: {technique.easier_form.name}"
    assert f"      needs: {technique.needs[0]}\n      not for: {avoid}\n" in told


LEVELLED_SCRIPT = TIGHT_SCRIPT.replace("(4s-30s)", "(4s-30s), gentle 10s, strong 30s").replace(
    "title: Tight\n", "title: Tight\navoid: blood clot\neasier: bells\n"
)


def test_catalog_shows_levels_and_easier_forms(library: Path) -> None:
    (library / "techniques" / "tight.md").write_text(LEVELLED_SCRIPT, encoding="utf-8")
    told = format_catalog(Library(library))
    assert "      not for: blood clot; easier: bells\n" in told
    assert re.search(
        r"hold: 20s \(4s to 30s; its words need ≈ \d+s; gentle 10s; strong 30s\)$", told, re.MULTILINE
    )


def test_catalog_marks_user_script_when_it_shadows_a_shipped_one(library: Path, tmp_path: Path) -> None:
    own = tmp_path / "own" / "bells.md"
    own.parent.mkdir()
    own.write_text("---\ntitle: My bells\n---\n\n- chime start\n", encoding="utf-8")
    told = format_catalog(Library(library, (own,)))
    assert f"      bells is your own, {own}, in place of the shipped one.\n" in told
    assert "  My bells\n" in told
