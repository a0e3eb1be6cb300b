from __future__ import annotations

from pathlib import Path

import pytest

from voiceguide.errors import RequestError, ScriptError
from voiceguide.script.files import shipped_dir
from voiceguide.script.library import Library
from voiceguide.script.shelf import open_library as library_of
from voiceguide.script.shelf import read_with_library
from voiceguide.script.source import read_text

_SHIPPED_LIBRARY = Library(shipped_dir())


@pytest.fixture
def user_dir(tmp_path: Path) -> Path:
    """A user's own folder: a technique that is shipped too, a new one, and a session among them."""
    own = tmp_path / "own"
    (own / "techniques").mkdir(parents=True)
    (own / "settle.md").write_text("---\ntitle: My settling\n---\n\nRest.\n", encoding="utf-8")
    (own / "techniques/neck.md").write_text("---\ntitle: Neck\n---\n\nRest.\n", encoding="utf-8")
    (own / "evening.md").write_text("---\ntitle: Evening\n---\n\n- use neck\n", encoding="utf-8")
    (own / "positions.md").write_text("Notes of mine.", encoding="utf-8")
    (own / "No script.md").write_text("Notes of mine.", encoding="utf-8")
    return own


def test_user_scripts_join_and_shadow_shipped_scripts(user_dir: Path) -> None:
    both = library_of(user_dir)
    assert set(both.technique_names) == {*_SHIPPED_LIBRARY.technique_names, "neck"}
    assert set(both.session_names) == {*_SHIPPED_LIBRARY.session_names, "evening"}
    assert both.technique("settle").title == "My settling"
    assert both.shadowing_note("techniques", "settle") == (
        f"settle is your own, {user_dir / 'settle.md'}, in place of the shipped one."
    )
    assert both.shadowing_note("techniques", "neck") == both.shadowing_note("sessions", "evening") == ""
    assert [technique.title for technique in both.resolve_techniques(both.session("evening"))] == ["Neck"]
    assert both.position_changes == _SHIPPED_LIBRARY.position_changes


def test_first_script_wins_with_a_note_when_names_are_equal(user_dir: Path, tmp_path: Path) -> None:
    again = user_dir / "techniques/settle.md"
    again.write_text("---\ntitle: Hidden\n---\n\nRest.\n", encoding="utf-8")
    two = library_of(user_dir)
    assert two.technique("settle").title == "My settling"
    told = f"settle is your own, {user_dir / 'settle.md'}, in place of {again} and the shipped one."
    assert two.shadowing_note("techniques", "settle") == told
    assert two.shadowing_script(tmp_path / "own/../own/techniques/settle.md") == user_dir / "settle.md"
    assert (
        two.shadowing_script(user_dir / "settle.md")
        is two.shadowing_script(user_dir / "techniques/neck.md")
        is None
    )


def test_one_script_under_two_paths_shadows_nothing(user_dir: Path) -> None:
    neck = user_dir / "techniques/neck.md"
    twice = Library(shipped_dir(), (neck, user_dir / "../own/techniques/neck.md"))
    assert twice.technique("neck").title == "Neck"
    assert twice.shadowing_note("techniques", "neck") == ""
    itself = Library(shipped_dir(), (shipped_dir() / "../scripts/techniques/settle.md",))
    assert itself.shadowing_note("techniques", "settle") == ""


def test_the_usual_folder_need_not_be_there_but_a_named_one_must(
    user_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert library_of().own_paths == ()
    monkeypatch.setenv("VOICEGUIDE_SCRIPTS", str(user_dir))
    assert "neck" in library_of().technique_names
    with pytest.raises(RequestError, match="is not a folder with scripts"):
        library_of(user_dir / "settle.md")


def test_link_out_of_user_folder_is_ignored(user_dir: Path, tmp_path: Path) -> None:
    outside = tmp_path / "secret.md"
    outside.write_text("---\ntitle: Secret\n---\n\nWords.\n", encoding="utf-8")
    (user_dir / "linked.md").symlink_to(outside)
    (user_dir / "circle.md").symlink_to(user_dir / "circle.md")
    assert not {"linked", "circle"} & set(library_of(user_dir).technique_names)


def test_broken_user_script_is_reported_only_when_it_is_used(user_dir: Path) -> None:
    (user_dir / "broken.md").write_bytes(b"\xff\xfe")
    assert library_of(user_dir).technique("neck").title == "Neck"
    with pytest.raises(ScriptError, match="byte order mark"):
        library_of(user_dir).technique("broken")


def test_another_language_has_its_own_words_around_and_the_user_s_scripts(user_dir: Path) -> None:
    german = library_of(user_dir).for_language("de")
    assert german.technique("closing").language == "de"
    assert german.for_language("de") is german
    assert german.technique("neck").title == "Neck"
    assert german.safety_notes != _SHIPPED_LIBRARY.safety_notes


_BROKEN_SESSION = "---\ntitle: A\n{front}---\n\n- hold 20\n\n- use one\n"


@pytest.mark.parametrize(
    ("front", "told"),
    [
        ("", [("a", 5), ("one", 5)]),
        ("length: ten\n", [("a", 3), ("a", 6), ("one", 5)]),
        ("language: de\n", [("a", 6), ("one", 5)]),
        ("language: fr\n", [("a", 3), ("a", 6)]),  # nobody knows which “one” is meant
    ],
)
def test_technique_problems_are_reported_when_session_has_problems(
    tmp_path: Path, front: str, told: list[tuple[str, int]]
) -> None:
    path = tmp_path / "a.md"
    path.write_text(_BROKEN_SESSION.format(front=front), encoding="utf-8")
    (tmp_path / "one.md").write_text("---\ntitle: One\n---\n\n- hodl 20s\n", encoding="utf-8")
    usual = library_of(tmp_path)
    for read in (lambda: read_with_library(path, usual), lambda: usual.session("a")):
        with pytest.raises(ScriptError) as caught:
            read()
        found = [(Path(problem.file).stem, problem.line) for problem in caught.value.problems]
        assert found == told


def test_script_by_path_and_shared_files_are_read_once(
    user_dir: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    reads: list[str] = []

    def count_read(path: Path, name: str) -> str:
        reads.append(path.name)
        return read_text(path, name)

    monkeypatch.setattr("voiceguide.script.library.read_text", count_read)
    usual = library_of(user_dir)
    neck, shelf = read_with_library(user_dir / "techniques/neck.md", usual)
    settle, other = read_with_library(user_dir / "settle.md", usual)
    assert shelf.technique("neck") is neck
    assert other.technique("settle") is settle
    assert shelf.position_changes is other.position_changes is usual.position_changes
    assert shelf.safety_notes is other.safety_notes is usual.safety_notes
    assert reads.count("positions.md") == reads.count("safety.md") == 1
