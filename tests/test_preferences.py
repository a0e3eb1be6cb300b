from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voiceguide.errors import AskedError, FileError
from voiceguide.preferences import Preferences, read_preferences
from voiceguide.script.model import Saying

if TYPE_CHECKING:
    from pathlib import Path


def preferences(tmp_path: Path, text: str | bytes) -> Preferences:
    file = tmp_path / "voiceguide.toml"
    file.write_bytes(text if isinstance(text, bytes) else text.encode())
    return read_preferences(file)


def test_a_listener_s_pronunciations_are_read(tmp_path: Path) -> None:
    text = '# mine\n[say]\nscapula = "skap you la"\n"teres major" = "terry z major"\n'
    assert preferences(tmp_path, text).say == (
        Saying("scapula", "skap you la"),
        Saying("teres major", "terry z major"),
    )


def test_without_a_file_there_are_none(tmp_path: Path) -> None:
    assert read_preferences(tmp_path / "nowhere" / "voiceguide.toml") == Preferences()
    assert preferences(tmp_path, "") == Preferences()


def test_the_usual_file_is_the_one_the_environment_names(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = tmp_path / "mine.toml"
    file.write_text('say.hip = "hipp"', encoding="utf-8")
    monkeypatch.setenv("VOICEGUIDE_PREFERENCES", str(file))
    assert read_preferences().say == (Saying("hip", "hipp"),)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("[sya]\n", "“sya” is not a preference. Did you mean “say”?"),
        ("colour = 1\n", "“colour” is not a preference. Known are: say."),
        ("say = 1\n", "“say” is a table."),
        ("[say]\nhip = 3\n", "“hip” needs words, and what they sound like in quotation marks."),
        ('[say]\nhip = "…"\n', "“hip” needs words, and what they sound like in quotation marks."),
        ('[say]\nhip = "[hip](/h/)"\n', "A link cannot be spoken."),
        ('[say]\nhip = "*hip*"\n', "holds a sign that cannot be spoken."),
        ('[say]\nhip = "h\\u001b[31mip"\n', "Square brackets cannot be spoken."),
        ('[say]\nhip = "h\\u0007ip"\n', "holds a sign that cannot be spoken."),
        ('[say]\n"" = "hip"\n', "“” needs words, and what they sound like in quotation marks."),
        ("[say\n", "(at line 1, column 5). It is a TOML file."),
        (b"\xff", "is not UTF-8 text."),
    ],
)
def test_what_has_no_meaning_is_refused_with_the_file_and_what_to_do(
    tmp_path: Path, text: str | bytes, wrong: str
) -> None:
    with pytest.raises(AskedError) as caught:
        preferences(tmp_path, text)
    assert str(caught.value).startswith(str(tmp_path / "voiceguide.toml"))
    assert wrong in str(caught.value)
    assert str(caught.value).isprintable()


def test_a_folder_in_its_place_cannot_be_read(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot be read"):
        read_preferences(tmp_path)
