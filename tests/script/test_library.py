from __future__ import annotations

from pathlib import Path

import pytest

from voiceguide.errors import RequestError, ScriptError
from voiceguide.script.files import shipped_dir
from voiceguide.script.library import Library, open_library, read_with_library
from voiceguide.script.model import Step, Use
from voiceguide.script.reader import read_session
from voiceguide.script.source import read_text
from voiceguide.script.vocabulary import POSITIONS

_SHIPPED_LIBRARY = Library(shipped_dir())
_HOLD_SCRIPT = "---\ntitle: {title}\nhold: 20s (10s-30s)\n---\n\n- hold {{hold}}\n"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Return a library of two techniques, a session, and files that are not scripts."""
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
        names |= {f"{folder}about/{name}/safety" for name in ("breathing", "exercise", "eyes", "voice")}
        names |= {f"{folder}techniques/{name}" for name in library.technique_names}
        names |= {f"{folder}sessions/{name}" for name in library.session_names}
        names |= {f"{folder}programmes/{name}" for name in library.names("programmes")}
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
    assert "Did you mean “one”?" in str(caught.value) or "Choose one of: one, two." in str(caught.value)
    assert str(caught.value).isprintable()


def test_an_unknown_session_is_named_with_the_nearest_of_sessions_and_techniques(library: Library) -> None:
    for name, hint in {
        "boht": "“both”?",
        "onne": "“one”?",
        "squats": "Choose one of: both, wrong, one, two.",
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
    with pytest.raises(ScriptError, match=r"scripts/techniques/folder\.md:1:1: This file does not exist\."):
        library.technique("folder")


def test_a_technique_that_can_stretch_fills_when_it_stands_alone(library: Library) -> None:
    assert library.session("one").uses[1].fill
    assert not library.session("two").uses[1].fill
    assert all(isinstance(use, Use) and not isinstance(use, Step) for use in library.session("one").uses)


@pytest.fixture
def user_dir(tmp_path: Path) -> Path:
    """Return a user's folder with a technique that is also shipped, a new one, and a session."""
    own = tmp_path / "own"
    (own / "techniques").mkdir(parents=True)
    (own / "settle.md").write_text("---\ntitle: My settling\n---\n\nRest.\n", encoding="utf-8")
    (own / "techniques/neck.md").write_text("---\ntitle: Neck\n---\n\nRest.\n", encoding="utf-8")
    (own / "evening.md").write_text("---\ntitle: Evening\n---\n\n- use neck\n", encoding="utf-8")
    (own / "positions.md").write_text("Notes of mine.", encoding="utf-8")
    (own / "No script.md").write_text("Notes of mine.", encoding="utf-8")
    return own


def test_user_scripts_join_and_shadow_shipped_scripts(user_dir: Path) -> None:
    both = open_library(user_dir)
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
    two = open_library(user_dir)
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
    assert open_library().own_paths == ()
    monkeypatch.setenv("VOICEGUIDE_SCRIPTS", str(user_dir))
    assert "neck" in open_library().technique_names
    with pytest.raises(RequestError, match="is not a folder with scripts"):
        open_library(user_dir / "settle.md")


def test_link_out_of_user_folder_is_ignored(user_dir: Path, tmp_path: Path) -> None:
    outside = tmp_path / "secret.md"
    outside.write_text("---\ntitle: Secret\n---\n\nWords.\n", encoding="utf-8")
    (user_dir / "linked.md").symlink_to(outside)
    (user_dir / "circle.md").symlink_to(user_dir / "circle.md")
    assert not {"linked", "circle"} & set(open_library(user_dir).technique_names)


def test_broken_user_script_is_reported_only_when_it_is_used(user_dir: Path) -> None:
    (user_dir / "broken.md").write_bytes(b"\xff\xfe")
    assert open_library(user_dir).technique("neck").title == "Neck"
    with pytest.raises(ScriptError, match="UTF-16"):
        open_library(user_dir).technique("broken")


def test_another_language_has_its_own_words_around_and_the_user_s_scripts(user_dir: Path) -> None:
    german = open_library(user_dir).for_language("de")
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
        ("language: fr\n", [("a", 3), ("a", 6)]),  # the language of “one” is unknown
    ],
)
def test_technique_problems_are_reported_when_session_has_problems(
    tmp_path: Path, front: str, told: list[tuple[str, int]]
) -> None:
    path = tmp_path / "a.md"
    path.write_text(_BROKEN_SESSION.format(front=front), encoding="utf-8")
    (tmp_path / "one.md").write_text("---\ntitle: One\n---\n\n- hodl 20s\n", encoding="utf-8")
    usual = open_library(tmp_path)
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
    usual = open_library(user_dir)
    neck, neck_library = read_with_library(user_dir / "techniques/neck.md", usual)
    settle, settle_library = read_with_library(user_dir / "settle.md", usual)
    assert neck_library.technique("neck") is neck
    assert settle_library.technique("settle") is settle
    assert neck_library.position_changes is settle_library.position_changes is usual.position_changes
    assert neck_library.safety_notes is settle_library.safety_notes is usual.safety_notes
    assert reads.count("positions.md") == reads.count("safety.md") == 1
