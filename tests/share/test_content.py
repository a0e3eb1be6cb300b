from __future__ import annotations

import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from tests.helpers import external_tools
from voiceguide.errors import FileError, RequestError
from voiceguide.export.render import render
from voiceguide.export.session import lay_out_session
from voiceguide.plan.options import Choices
from voiceguide.share import content, page

if TYPE_CHECKING:
    from pathlib import Path

SILENT = Choices(voice="silent")


def test_a_session_and_its_file_are_shared_alike(shrug: Path) -> None:
    made = render(str(shrug), SILENT, shrug.parent / "shrug.mp3")
    straight, whole = (
        content.content_from_session(lay_out_session(str(shrug), SILENT)),
        made.path.read_bytes(),
    )
    with content.open_content(made.path) as file:
        for each in straight, file:
            assert (each.title, each.language, each.file_name) == ("Shrug", "en", "shrug.mp3")
            assert (each.media_type, each.audio.size) == ("audio/mpeg", len(whole))
            assert b"".join(each.audio.read(1000, 300_000)) == whole[1000:300_000]
    assert file.cover == straight.cover
    assert file.seconds == pytest.approx(straight.seconds, abs=0.001)
    assert [text for _, text in file.lines] == [text for _, text in straight.lines]
    assert [start for start, _ in file.lines] == pytest.approx(
        [start for start, _ in straight.lines], abs=0.001
    )
    assert [title for *_, title in file.chapters] == [title for *_, title in straight.chapters]


@pytest.mark.judge
def test_content_is_slow_when_it_is_mixed_on_request(shrug: Path) -> None:
    external_tools.require_package("av")
    assert content.content_from_session(
        lay_out_session(str(shrug), replace(SILENT, music="rain"))
    ).slow_to_read
    assert not content.content_from_session(lay_out_session(str(shrug), SILENT)).slow_to_read


def test_a_file_without_a_tag_has_its_name_for_a_title(tmp_path: Path) -> None:
    (tmp_path / "rain.wav").write_bytes(b"RIFF")
    with content.open_content(tmp_path / "rain.wav") as told:
        assert (told.title, told.media_type) == ("rain", "audio/wav")
        assert (told.chapters, told.lines, told.cover) == ((), (), b"")


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere every name is text")
def test_file_is_shared_when_its_name_is_not_unicode(tmp_path: Path) -> None:
    path = tmp_path / os.fsdecode(b"r\xffin.wav")
    path.write_bytes(b"RIFF")
    with content.open_content(path) as told:
        assert told.file_name == "r?in.wav"
        assert b'src="r%3Fin.wav"' in page.page_html(told)


@pytest.mark.parametrize("name", ["notes.txt", "passwd", ".mp3", "x.mp3.exe"])
def test_nothing_but_sound_is_shared(name: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(b"secret")
    with (
        pytest.raises(RequestError, match=r"must end in \.mp3, \.m4a"),
        content.open_content(tmp_path / name),
    ):
        pass


def test_missing_file_is_reported(tmp_path: Path) -> None:
    (tmp_path / "folder.mp3").mkdir()
    for name in ("missing.mp3", "folder.mp3"):
        with (
            pytest.raises(FileError, match="does not exist, or is not a file"),
            content.open_content(tmp_path / name),
        ):
            pass


def test_a_file_cut_short_while_it_is_shared_ends_early(tmp_path: Path) -> None:
    path = tmp_path / "a.mp3"
    path.write_bytes(bytes(1000))
    with content.open_content(path) as opened:
        path.write_bytes(bytes(10))
        assert b"".join(opened.audio.read(0, 1000)) == bytes(10)


def test_the_page_speaks_the_language_of_the_session() -> None:
    told = content.SharedContent("Rücken", "de", "a.mp3", "audio/mpeg", 1, content.OpenFile(None, 0))  # type: ignore[arg-type]  # not read here
    html = page.page_html(told).decode()
    assert '<html lang="de">' in html
    assert "Abschnitte" in html
