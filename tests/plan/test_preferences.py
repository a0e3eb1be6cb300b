from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voiceguide.errors import FileError, RequestError
from voiceguide.plan.merge import Preference
from voiceguide.plan.preferences import Preferences, read_preferences
from voiceguide.script.model import Pronunciation

if TYPE_CHECKING:
    from pathlib import Path


def read_preferences_text(tmp_path: Path, text: str | bytes) -> Preferences:
    file = tmp_path / "voiceguide.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_preferences(file)


def test_pronunciations_are_read(tmp_path: Path) -> None:
    text = '# mine\n[say]\nscapula = "skap you la"\n"teres major" = "terry z major"\n'
    assert read_preferences_text(tmp_path, text).pronunciations == (
        Pronunciation("scapula", "skap you la"),
        Pronunciation("teres major", "terry z major"),
    )


def test_choices_are_read_for_all_sessions_for_one_and_for_one_technique(tmp_path: Path) -> None:
    text = """
        version = 1
        hold = "25s"
        moving = 1.5
        avoid = ["osteoporosis", "pregnancy"]
        floor-twist = {hold = "45s", rounds = 3}
        [upper-back-reset]
        minutes = 12
    """
    assert read_preferences_text(tmp_path, text).entries == (
        Preference("", "hold", ("25s",)),
        Preference("", "moving", ("1.5",)),
        Preference("", "avoid", ("osteoporosis", "pregnancy")),
        Preference("floor-twist", "hold", ("45s",)),
        Preference("floor-twist", "rounds", ("3",)),
        Preference("upper-back-reset", "minutes", ("12",)),
    )


def test_preferences_are_empty_when_there_is_no_file(tmp_path: Path) -> None:
    assert read_preferences(tmp_path / "nowhere" / "voiceguide.toml") == Preferences()
    assert read_preferences_text(tmp_path, "") == Preferences()


def test_the_usual_file_is_the_one_the_environment_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('say.hip = "hipp"', encoding="utf-8")
    monkeypatch.setenv("VOICEGUIDE_PREFERENCES", str(file))
    assert read_preferences().pronunciations == (Pronunciation("hip", "hipp"),)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("sya = 1\n", "“sya” is not a preference. Did you mean “say”?"),
        ("colour = 1\n", "“colour” is not a preference. Choose one of: hold"),
        ("say = 1\n", "“say” must be a table."),
        ("[say]\nhip = 3\n", "“hip” must be a word, with its pronunciation in quotation marks."),
        ('[say]\nhip = "…"\n', "“hip” must be a word, with its pronunciation in quotation marks."),
        ('[say]\nhip = "[hip](/h/)"\n', "A link cannot be spoken."),
        ('[say]\nhip = "*hip*"\n', "contains a character that cannot be spoken."),
        ('[say]\nhip = "h\\u001b[31mip"\n', "Square brackets cannot be spoken."),
        ('[say]\nhip = "h\\u0007ip"\n', "contains a character that cannot be spoken."),
        ('[say]\n"" = "hip"\n', "“” must be a word, with its pronunciation in quotation marks."),
        ("version = 2\n", "it has version 2, from a newer voiceguide; this one reads 1."),
        ("version = 2\nunheard = {of = 1}\n", "it has version 2"),
        ("version = true\n", "“version” must be a whole number; the current one is 1."),
        ("version = 0\n", "“version” must be a whole number"),
        ("minutes = 10\n", "A length can be remembered for one session only: “upper-back-reset.minutes”."),
        ('only = ["settle"]\n', "It is an option of the command line only."),
        ('guidance = "short"\n', "guidance: “short” is not a kind of guidance."),
        ("level = 1\n", "level: “1” is not a level."),
        ("moving = nan\n", "moving: “nan” is not a factor"),
        ("hold = 1979-05-27\n", "“hold” must be a text in quotation marks"),
        ('hold = ["25s"]\n', "“hold” must be one value, not a list."),
        ('hold = "floor-twist=25s"\n', "write “TECHNIQUE.hold”."),
        ('[floor-twist]\nhold = "long"\n', "floor-twist.hold: “long” is not a duration"),
        ("[floor-twist]\nhold = {a = 1}\n", "“floor-twist.hold” must be a text"),
        ("[Floor]\nhold = 1\n", "“Floor” is not the name of a script."),
        ("[desk-break]\nminutes = 3\nlength = '3:00'\n", "both set the length: keep one of them."),
        ("[say\n", "(at line 1, column 5). The file must be valid TOML."),
        (b"\xff", "The file must be valid TOML."),
    ],
)
def test_invalid_entry_is_refused_with_file_and_hint(tmp_path: Path, text: str | bytes, wrong: str) -> None:
    with pytest.raises(RequestError) as caught:
        read_preferences_text(tmp_path, text)
    assert str(caught.value).startswith(str(tmp_path / "voiceguide.toml"))
    assert wrong in str(caught.value)
    assert str(caught.value).isprintable()


def test_a_folder_in_its_place_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot be read"):
        read_preferences(tmp_path)
