from __future__ import annotations

import re
from typing import TYPE_CHECKING

import pytest

from voiceguide.checks.catalog import format_catalog
from voiceguide.script.files import shipped_dir
from voiceguide.script.library import Library

if TYPE_CHECKING:
    from pathlib import Path

TIGHT = """---
title: Tight
hold: 20s (4s-30s)
---

- hold {hold}
  - Lift your shoulders.
  - @half Breathe slowly into your ribs, and let the warmth spread all the way down.
"""

LOOSE = """---
title: Loose
---

Welcome.

- use tight
- use bells, optional
"""


@pytest.fixture
def library(tmp_path: Path) -> Path:
    """The shipped folder's shared files and bells, with a technique and a session of a test's own."""
    names = ("positions.md", "safety.md", "techniques/bells.md", "techniques/closing.md")
    for name in names:
        (tmp_path / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / name).write_bytes((shipped_dir() / name).read_bytes())
    (tmp_path / "sessions").mkdir()
    (tmp_path / "sessions" / "loose.md").write_text(LOOSE, encoding="utf-8")
    (tmp_path / "techniques" / "tight.md").write_text(TIGHT, encoding="utf-8")
    return tmp_path


SHIPPED = Library(shipped_dir())


def test_every_shipped_session_and_technique_is_told_with_its_title() -> None:
    told, library = format_catalog(SHIPPED), SHIPPED
    for name in library.session_names:
        assert re.search(rf"^  {name}  .*  {library.session(name).title}$", told, re.MULTILINE)
    for name in library.technique_names:
        assert re.search(rf"^  {name}  ≈ \d+:\d\d  {library.technique(name).title}$", told, re.MULTILINE)


def test_a_written_length_stands_as_it_is_and_an_estimate_is_marked(library: Path) -> None:
    assert re.search(r"^  loose  ≈ \d:\d\d  Loose$", format_catalog(Library(library)), re.MULTILINE)
    session = library / "sessions" / "loose.md"
    session.write_text(LOOSE.replace("Loose\n", "Loose\nlength: 10:00\n"), encoding="utf-8")
    assert re.search(r"^  loose  10:00  Loose$", format_catalog(Library(library)), re.MULTILINE)


def test_what_may_be_left_out_and_what_fills_is_told(library: Path) -> None:
    assert "      tight, bells (may be left out)\n" in format_catalog(Library(library))
    assert "(fills the time)" in format_catalog(SHIPPED)


def test_limits_are_told_and_the_time_that_the_words_need(library: Path) -> None:
    (line,) = (
        line for line in format_catalog(Library(library)).splitlines() if line.startswith("      hold: ")
    )
    found = re.fullmatch(r"      hold: 20s \(4s to 30s; its words need ≈ (\d+)s\)", line)
    assert found
    assert 4 < int(found[1]) < 20


def test_a_broken_script_is_named_and_hides_no_other(library: Path) -> None:
    (library / "techniques" / "tight.md").write_text(TIGHT.replace("- hold", "- hodl"), encoding="utf-8")
    told = format_catalog(Library(library))
    assert re.search(
        r"^  tight\n      scripts/techniques/tight\.md:6:3: “hodl” is not understood", told, re.MULTILINE
    )
    assert re.search(r"^  loose\n      scripts/techniques/tight\.md:6:3: ", told, re.MULTILINE)
    assert re.search(r"^  bells  ≈ ", told, re.MULTILINE)


def test_what_a_technique_needs_and_who_should_leave_it_out_is_told() -> None:
    told = format_catalog(SHIPPED)
    avoid = "recent operation, spinal condition; easier: seated-side-to-side"
    assert f"      needs: a firm chair\n      not for: {avoid}\n" in told


LEVELLED = TIGHT.replace("(4s-30s)", "(4s-30s), gentle 10s, strong 30s").replace(
    "title: Tight\n", "title: Tight\navoid: blood clot\neasier: bells\n"
)


def test_levels_and_easier_forms_are_told(library: Path) -> None:
    (library / "techniques" / "tight.md").write_text(LEVELLED, encoding="utf-8")
    told = format_catalog(Library(library))
    assert "      not for: blood clot; easier: bells\n" in told
    assert re.search(
        r"hold: 20s \(4s to 30s; its words need ≈ \d+s; gentle 10s; strong 30s\)$", told, re.MULTILINE
    )


def test_a_script_of_ones_own_that_wins_says_so(library: Path, tmp_path: Path) -> None:
    own = tmp_path / "own" / "bells.md"
    own.parent.mkdir()
    own.write_text("---\ntitle: My bells\n---\n\n- chime start\n", encoding="utf-8")
    told = format_catalog(Library(library, (own,)))
    assert f"      bells is your own, {own}, in place of the shipped one.\n" in told
    assert "  My bells\n" in told
