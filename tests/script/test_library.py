from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voiceguide.errors import RequestError, ScriptError
from voiceguide.script.files import shipped_dir
from voiceguide.script.library import Library
from voiceguide.script.model import Step, Use
from voiceguide.script.reader import read_session
from voiceguide.script.vocabulary import POSITIONS

if TYPE_CHECKING:
    from pathlib import Path

_SHIPPED_LIBRARY = Library(shipped_dir())
_HOLD_SCRIPT = "---\ntitle: {title}\nhold: 20s (10s-30s)\n---\n\n- hold {{hold}}\n"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Two techniques, a session, and files that are none of these."""
    for inside, text in {
        "techniques/one.md": _HOLD_SCRIPT.format(title="One"),
        "techniques/two.md": "---\ntitle: Two\n---\n\nWords.\n",
        "techniques/Notes.md": "Not a script.",
        "techniques/read me.md": "Not a script.",
        "techniques/one.txt": "Not a script.",
        "sessions/both.md": "---\ntitle: Both\n---\n\n- use one, fill\n- use two\n",
        "sessions/wrong.md": "---\ntitle: Wrong\n---\n\n- use onne\n- use two, hold 2s\n",
    }.items():
        (tmp_path / inside).parent.mkdir(exist_ok=True)
        (tmp_path / inside).write_text(text, encoding="utf-8")
    return Library(tmp_path)


@pytest.mark.parametrize("name", _SHIPPED_LIBRARY.technique_names)
def test_every_shipped_technique_is_read_and_makes_a_session_of_its_own(name: str) -> None:
    technique = _SHIPPED_LIBRARY.technique(name)
    assert technique.name == name
    assert technique.location.file == f"scripts/techniques/{name}.md"
    session = _SHIPPED_LIBRARY.session(name)
    assert name in {use.technique for use in session.uses}
    assert _SHIPPED_LIBRARY.resolve_techniques(session)


@pytest.mark.parametrize("name", _SHIPPED_LIBRARY.session_names)
def test_every_shipped_session_is_read_with_all_its_techniques(name: str) -> None:
    session = _SHIPPED_LIBRARY.session(name)
    assert [technique.name for technique in _SHIPPED_LIBRARY.resolve_techniques(session)] == [
        use.technique for use in session.uses
    ]


def test_no_file_of_the_shipped_scripts_is_left_out() -> None:
    files = {str(path.relative_to(shipped_dir()).with_suffix("")) for path in shipped_dir().rglob("*.md")}
    names: set[str] = set()
    for folder, library in {"": _SHIPPED_LIBRARY, "de/": _SHIPPED_LIBRARY.for_language("de")}.items():
        names |= {f"{folder}{name}" for name in ("positions", "safety")}
        names |= {f"{folder}techniques/{name}" for name in library.technique_names}
        names |= {f"{folder}sessions/{name}" for name in library.session_names}
        assert not set(library.technique_names) & set(library.session_names)
    assert files == names


def test_every_position_can_be_reached_from_anywhere() -> None:
    assert {change.goal for change in _SHIPPED_LIBRARY.position_changes if not change.start} == set(POSITIONS)
    assert all(change.start != change.goal for change in _SHIPPED_LIBRARY.position_changes)


def test_the_safety_note_is_there_in_both_lengths() -> None:
    full, short = (
        " ".join(words.text for words in note)
        for note in (_SHIPPED_LIBRARY.safety_notes.full, _SHIPPED_LIBRARY.safety_notes.short)
    )
    assert len(full) > len(short) > 0


def test_only_scripts_have_names(library: Library) -> None:
    assert library.technique_names == ("one", "two")
    assert library.session_names == ("both", "wrong")


def test_a_library_may_be_empty(tmp_path: Path) -> None:
    assert Library(tmp_path).technique_names == Library(tmp_path).session_names == ()


@pytest.mark.parametrize(
    "name", ["onne", "One", "one.md", "../techniques/one", "/etc/passwd", "", "\x1b[31m", "Notes"]
)
def test_an_unknown_technique_is_named_with_those_there_are(library: Library, name: str) -> None:
    with pytest.raises(RequestError) as caught:
        library.technique(name)
    assert "Did you mean “one”?" in str(caught.value) or "There are: one, two." in str(caught.value)
    assert str(caught.value).isprintable()


def test_an_unknown_session_is_named_with_the_nearest_of_sessions_and_techniques(library: Library) -> None:
    for name, hint in {
        "boht": "“both”?",
        "onne": "“one”?",
        "squats": "There are: both, wrong, one, two.",
    }.items():
        with pytest.raises(RequestError, match="There is no session or technique") as caught:
            library.session(name)
        assert hint in str(caught.value)


def test_broken_session_reports_its_own_and_its_techniques_problems(library: Library) -> None:
    with pytest.raises(ScriptError) as caught:
        library.resolve_techniques(library.session("wrong"))
    assert str(caught.value).split("\n") == [
        "scripts/sessions/wrong.md:5:7: There is no technique “onne”. Did you mean “one”?",
        "scripts/sessions/wrong.md:6:12: “two” has no value “hold”. It has none.",
    ]


def test_a_technique_is_read_once_by_a_library_and_all_that_are_made_from_it(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text(_HOLD_SCRIPT.format(title="One"), encoding="utf-8")
    mine = Library(shipped_dir(), (tmp_path / "one.md",))
    found = mine.technique("one")
    (tmp_path / "one.md").unlink()
    assert mine.technique("one") is mine.for_language("de").technique("one") is found


def test_broken_technique_is_reported_once(library: Library, tmp_path: Path) -> None:
    (tmp_path / "techniques/two.md").write_text("---\ntitle: Two\n---\n\n- hodl 2s\n", encoding="utf-8")
    session = read_session("---\ntitle: A\n---\n\n- use two\n- use one\n- use two\n", "a", "a.md")
    with pytest.raises(ScriptError) as caught:
        library.resolve_techniques(session)
    assert [problem.file for problem in caught.value.problems] == ["scripts/techniques/two.md"]


def test_user_technique_shadows_shipped_one(library: Library, tmp_path: Path) -> None:
    own = tmp_path / "one.md"
    own.write_text("---\ntitle: Mine\n---\n\nWords.\n", encoding="utf-8")
    other = tmp_path / "three.md"
    other.write_text("---\ntitle: Three\n---\n\nWords.\n", encoding="utf-8")
    mine = Library(library.root, (own, other))
    assert mine.technique_names == ("one", "three", "two")
    assert (mine.technique("one").title, mine.technique("one").location.file) == ("Mine", str(own))
    assert mine.technique("two").title == "Two"
    assert [use.technique for use in mine.session("three").uses] == ["bells", "three", "closing"]


def test_technique_as_session_has_bells_and_closing() -> None:
    assert [use.technique for use in _SHIPPED_LIBRARY.session("settle").uses] == [
        "bells",
        "settle",
        "closing",
    ]
    assert [use.technique for use in _SHIPPED_LIBRARY.session("bells").uses] == ["bells"]
    assert [use.technique for use in _SHIPPED_LIBRARY.session("closing").uses] == ["closing"]


def test_a_link_out_of_the_folder_is_refused(
    library: Library, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.md"
    outside.write_text(_HOLD_SCRIPT.format(title="Secret"), encoding="utf-8")
    (library.root / "techniques/linked.md").symlink_to(outside)
    with pytest.raises(
        RequestError, match=r"scripts/techniques/linked\.md is a link that leads out of the folder"
    ):
        library.technique("linked")


def test_a_link_within_the_folder_is_a_second_name(library: Library) -> None:
    (library.root / "techniques/again.md").symlink_to(library.root / "techniques/one.md")
    assert library.technique("again").title == "One"


def test_a_folder_with_the_name_of_a_script_is_no_script(library: Library) -> None:
    (library.root / "techniques/folder.md").mkdir()
    with pytest.raises(ScriptError, match=r"scripts/techniques/folder\.md:1:1: There is no such file\."):
        library.technique("folder")


def test_a_technique_that_can_stretch_fills_when_it_stands_alone(library: Library) -> None:
    assert library.session("one").uses[1].fill
    assert not library.session("two").uses[1].fill
    assert all(isinstance(use, Use) and not isinstance(use, Step) for use in library.session("one").uses)
