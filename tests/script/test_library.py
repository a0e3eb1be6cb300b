from __future__ import annotations

from pathlib import Path

import pytest

from voiceguide.errors import AskedError, ScriptError
from voiceguide.script.library import (
    Library,
    fill_value,
    read_script,
    read_with_library,
    script_name,
    shipped,
)
from voiceguide.script.library import library as library_of
from voiceguide.script.model import Session, Step, Technique, Use
from voiceguide.script.reader import read_session, read_technique
from voiceguide.script.vocabulary import POSITIONS

_SHIPPED = Library(shipped())
_HOLD = "---\ntitle: {title}\nhold: 20s (10s-30s)\n---\n\n- hold {{hold}}\n"


@pytest.fixture
def library(tmp_path: Path) -> Library:
    """Two techniques, a session, and files that are none of these."""
    for inside, text in {
        "techniques/one.md": _HOLD.format(title="One"),
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


@pytest.mark.parametrize("name", _SHIPPED.techniques)
def test_every_shipped_technique_is_read_and_makes_a_session_of_its_own(name: str) -> None:
    technique = _SHIPPED.technique(name)
    assert technique.name == name
    assert technique.place.file == f"scripts/techniques/{name}.md"
    session = _SHIPPED.session(name)
    assert name in {use.technique for use in session.uses}
    assert _SHIPPED.join(session)


@pytest.mark.parametrize("name", _SHIPPED.sessions)
def test_every_shipped_session_is_read_with_all_its_techniques(name: str) -> None:
    session = _SHIPPED.session(name)
    assert [technique.name for technique in _SHIPPED.join(session)] == [use.technique for use in session.uses]


def test_no_file_of_the_shipped_scripts_is_left_out() -> None:
    files = {str(path.relative_to(shipped()).with_suffix("")) for path in shipped().rglob("*.md")}
    names: set[str] = set()
    for folder, library in {"": _SHIPPED, "de/": _SHIPPED.speaking("de")}.items():
        names |= {f"{folder}{name}" for name in ("positions", "safety")}
        names |= {f"{folder}techniques/{name}" for name in library.techniques}
        names |= {f"{folder}sessions/{name}" for name in library.sessions}
        assert not set(library.techniques) & set(library.sessions)
    assert files == names


def test_every_position_can_be_reached_from_anywhere() -> None:
    assert {change.goal for change in _SHIPPED.changes if not change.start} == set(POSITIONS)
    assert all(change.start != change.goal for change in _SHIPPED.changes)


def test_the_safety_note_is_there_in_both_lengths() -> None:
    full, short = (
        " ".join(words.text for words in note) for note in (_SHIPPED.safety.full, _SHIPPED.safety.short)
    )
    assert len(full) > len(short) > 0


def test_only_scripts_have_names(library: Library) -> None:
    assert library.techniques == ("one", "two")
    assert library.sessions == ("both", "wrong")


def test_a_library_may_be_empty(tmp_path: Path) -> None:
    assert Library(tmp_path).techniques == Library(tmp_path).sessions == ()


@pytest.mark.parametrize(
    "name", ["onne", "One", "one.md", "../techniques/one", "/etc/passwd", "", "\x1b[31m", "Notes"]
)
def test_an_unknown_technique_is_named_with_those_there_are(library: Library, name: str) -> None:
    with pytest.raises(AskedError) as caught:
        library.technique(name)
    assert "Did you mean “one”?" in str(caught.value) or "There are: one, two." in str(caught.value)
    assert str(caught.value).isprintable()


def test_an_unknown_session_is_named_with_the_nearest_of_sessions_and_techniques(library: Library) -> None:
    for name, hint in {
        "boht": "“both”?",
        "onne": "“one”?",
        "squats": "There are: both, wrong, one, two.",
    }.items():
        with pytest.raises(AskedError, match="There is no session or technique") as caught:
            library.session(name)
        assert hint in str(caught.value)


def test_a_broken_session_says_all_that_is_wrong_with_it_and_its_techniques(library: Library) -> None:
    with pytest.raises(ScriptError) as caught:
        library.join(library.session("wrong"))
    assert str(caught.value).split("\n") == [
        "scripts/sessions/wrong.md:5:7: There is no technique “onne”. Did you mean “one”?",
        "scripts/sessions/wrong.md:6:12: “two” has no value “hold”. It has none.",
    ]


def test_a_technique_is_read_once_by_a_library_and_all_that_are_made_from_it(tmp_path: Path) -> None:
    (tmp_path / "one.md").write_text(_HOLD.format(title="One"), encoding="utf-8")
    mine = Library(shipped(), (tmp_path / "one.md",))
    found = mine.technique("one")
    (tmp_path / "one.md").unlink()
    assert mine.technique("one") is mine.speaking("de").technique("one") is found


def test_a_broken_technique_is_told_once_however_often_it_is_used(library: Library, tmp_path: Path) -> None:
    (tmp_path / "techniques/two.md").write_text("---\ntitle: Two\n---\n\n- hodl 2s\n", encoding="utf-8")
    session = read_session("---\ntitle: A\n---\n\n- use two\n- use one\n- use two\n", "a", "a.md")
    with pytest.raises(ScriptError) as caught:
        library.join(session)
    assert [problem.file for problem in caught.value.problems] == ["scripts/techniques/two.md"]


def test_a_technique_of_ones_own_wins_over_one_of_the_same_name(library: Library, tmp_path: Path) -> None:
    own = tmp_path / "one.md"
    own.write_text("---\ntitle: Mine\n---\n\nWords.\n", encoding="utf-8")
    other = tmp_path / "three.md"
    other.write_text("---\ntitle: Three\n---\n\nWords.\n", encoding="utf-8")
    mine = Library(library.root, (own, other))
    assert mine.techniques == ("one", "three", "two")
    assert (mine.technique("one").title, mine.technique("one").place.file) == ("Mine", str(own))
    assert mine.technique("two").title == "Two"
    assert [use.technique for use in mine.session("three").uses] == ["bells", "three", "closing"]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A user's own folder: a technique that is shipped too, a new one, and a session among them."""
    own = tmp_path / "own"
    (own / "techniques").mkdir(parents=True)
    (own / "settle.md").write_text("---\ntitle: My settling\n---\n\nRest.\n", encoding="utf-8")
    (own / "techniques/neck.md").write_text("---\ntitle: Neck\n---\n\nRest.\n", encoding="utf-8")
    (own / "evening.md").write_text("---\ntitle: Evening\n---\n\n- use neck\n", encoding="utf-8")
    (own / "positions.md").write_text("Notes of mine.", encoding="utf-8")
    (own / "No script.md").write_text("Notes of mine.", encoding="utf-8")
    return own


def test_a_user_s_folder_stands_beside_what_is_shipped_and_its_names_win(folder: Path) -> None:
    both = library_of(folder)
    assert set(both.techniques) == {*_SHIPPED.techniques, "neck"}
    assert set(both.sessions) == {*_SHIPPED.sessions, "evening"}
    assert both.technique("settle").title == "My settling"
    assert both.instead("techniques", "settle") == (
        f"settle is your own, {folder / 'settle.md'}, in place of the shipped one."
    )
    assert both.instead("techniques", "neck") == both.instead("sessions", "evening") == ""
    assert [technique.title for technique in both.join(both.session("evening"))] == ["Neck"]
    assert both.changes == _SHIPPED.changes


def test_the_usual_folder_need_not_be_there_but_a_named_one_must(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert library_of().own == ()
    monkeypatch.setenv("VOICEGUIDE_SCRIPTS", str(folder))
    assert "neck" in library_of().techniques
    with pytest.raises(AskedError, match="is not a folder with scripts"):
        library_of(folder / "settle.md")


def test_a_link_out_of_a_user_s_folder_is_no_script_of_theirs(folder: Path, tmp_path: Path) -> None:
    outside = tmp_path / "secret.md"
    outside.write_text(_HOLD.format(title="Secret"), encoding="utf-8")
    (folder / "linked.md").symlink_to(outside)
    (folder / "circle.md").symlink_to(folder / "circle.md")
    assert not {"linked", "circle"} & set(library_of(folder).techniques)


def test_a_broken_script_in_a_user_s_folder_harms_nobody_who_does_not_ask_for_it(folder: Path) -> None:
    (folder / "broken.md").write_bytes(b"\xff\xfe")
    assert library_of(folder).technique("neck").title == "Neck"
    with pytest.raises(ScriptError, match="byte order mark"):
        library_of(folder).technique("broken")


def test_another_language_has_its_own_words_around_and_the_user_s_scripts(folder: Path) -> None:
    german = library_of(folder).speaking("de")
    assert german.technique("closing").language == "de"
    assert german.speaking("de") is german
    assert german.technique("neck").title == "Neck"
    assert german.safety != _SHIPPED.safety


def test_a_technique_alone_has_bells_and_closing_around_it_but_not_around_themselves() -> None:
    assert [use.technique for use in _SHIPPED.session("settle").uses] == ["bells", "settle", "closing"]
    assert [use.technique for use in _SHIPPED.session("bells").uses] == ["bells"]
    assert [use.technique for use in _SHIPPED.session("closing").uses] == ["closing"]


def test_a_link_out_of_the_folder_is_refused(
    library: Library, tmp_path_factory: pytest.TempPathFactory
) -> None:
    outside = tmp_path_factory.mktemp("outside") / "secret.md"
    outside.write_text(_HOLD.format(title="Secret"), encoding="utf-8")
    (library.root / "techniques/linked.md").symlink_to(outside)
    with pytest.raises(
        AskedError, match=r"scripts/techniques/linked\.md is a link that leads out of the folder"
    ):
        library.technique("linked")


def test_a_link_within_the_folder_is_a_second_name(library: Library) -> None:
    (library.root / "techniques/again.md").symlink_to(library.root / "techniques/one.md")
    assert library.technique("again").title == "One"


def test_a_folder_with_the_name_of_a_script_is_no_script(library: Library) -> None:
    (library.root / "techniques/folder.md").mkdir()
    with pytest.raises(ScriptError, match=r"scripts/techniques/folder\.md:1:1: There is no such file\."):
        library.technique("folder")


@pytest.mark.parametrize(
    "path", ["Neck.md", "neck roll.md", "neck", "neck.txt", "-neck.md", "neck-.md", "3.md", ".md", "né.md"]
)
def test_a_script_by_path_needs_a_plain_name(path: str) -> None:
    with pytest.raises(AskedError, match=r"a script is called like “neck-roll\.md”"):
        script_name(Path("folder") / path)


def test_a_path_with_odd_characters_is_shown_without_them() -> None:
    with pytest.raises(AskedError) as caught:
        script_name(Path("\x1b[31m/Neck.md"))
    assert str(caught.value).isprintable()


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("---\ntitle: A\nlength: 10:00\n---\n\nWords.\n", Session),
        ("---\ntitle: A\nLength: 10:00\n---\n\nWords.\n", Session),
        ("---\ntitle: A\n---\n\nWords.\n\n- use settle\n", Session),
        ("---\ntitle: A\n---\n\nWords.\n\nLength: as you like.\n", Technique),
        ("---\ntitle: A\n---\n\n- hold 20s\n  - Use your arms.\n", Technique),
        ("---\ntitle: A\n---\n\n<!-- - use settle -->\n\n<!--\n- use settle\n-->\n\nWords.\n", Technique),
    ],
)
def test_a_script_by_path_is_a_session_if_it_has_a_length_or_uses_techniques(
    tmp_path: Path, text: str, kind: type
) -> None:
    path = tmp_path / "neck-roll.md"
    path.write_text(text, encoding="utf-8")
    script = read_script(path)
    assert isinstance(script, kind)
    assert (script.name, script.place.file) == ("neck-roll", str(path))


_TORN = "---\ntitle: A\n{front}---\n\n- hold 20\n\n- use one\n"


@pytest.mark.parametrize(
    ("front", "told"),
    [
        ("", [("a", 5), ("one", 5)]),
        ("length: ten\n", [("a", 3), ("a", 6), ("one", 5)]),
        ("language: de\n", [("a", 6), ("one", 5)]),
        ("language: fr\n", [("a", 3), ("a", 6)]),  # nobody knows which “one” is meant
    ],
)
def test_what_is_wrong_with_a_session_hides_nothing_that_is_wrong_with_its_techniques(
    tmp_path: Path, front: str, told: list[tuple[str, int]]
) -> None:
    path = tmp_path / "a.md"
    path.write_text(_TORN.format(front=front), encoding="utf-8")
    (tmp_path / "one.md").write_text("---\ntitle: One\n---\n\n- hodl 20s\n", encoding="utf-8")
    usual = library_of(tmp_path)
    for read in (lambda: read_with_library(path, usual), lambda: usual.session("a")):
        with pytest.raises(ScriptError) as caught:
            read()
        found = [(Path(problem.file).stem, problem.line) for problem in caught.value.problems]
        assert found == told


@pytest.mark.parametrize(
    ("front", "page", "value"),
    [
        ("hold: 20s (10s-30s)", "- hold {hold}", "hold"),
        ("hold: 20s (10s-30s)", "- hold {hold}\n\n- hold 20s\n\nWords.", "hold"),
        ("a: 20s (10s-30s)\nb: 9 (8-10)", "- hold {a}\n\n- breathe {b} times, in 4s, out 6s", "b"),
        ("a: 20s (10s-30s)\nb: 20s (10s-30s)", "- rest {a}\n\n- go {b}", "a"),
        ("hold: 20s", "- hold {hold}", ""),
        ("ready: 20s (10s-30s)", "- hold 20s, ready {ready}", ""),
        ("times: 9 (8-10)", "- reps {times}, up 2s", ""),
    ],
)
def test_a_fill_stretches_the_last_hold_rest_or_breathing_that_may_change(
    front: str, page: str, value: str
) -> None:
    assert fill_value(read_technique(f"---\ntitle: A\n{front}\n---\n\n{page}", "a", "a.md")) == value


def test_a_technique_that_can_stretch_fills_when_it_stands_alone(library: Library) -> None:
    assert library.session("one").uses[1].fill
    assert not library.session("two").uses[1].fill
    assert all(isinstance(use, Use) and not isinstance(use, Step) for use in library.session("one").uses)
