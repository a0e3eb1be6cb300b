from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from voiceguide.errors import RequestError
from voiceguide.export.render import render
from voiceguide.export.sidecars import sidecar_writers
from voiceguide.export.voice_sample import save_sample
from voiceguide.files.origin import is_ours, refuse_foreign
from voiceguide.plan.options import Choices
from voiceguide.speech.voice import DEFAULT_VOICE_SETTINGS

if TYPE_CHECKING:
    from pathlib import Path

SILENT = Choices(voice="silent")


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", True),
        (b"ID3 voiceguide", True),
        (b"voiceguide" + bytes(3 << 20), True),
        (bytes(3 << 20) + b"voiceguide", True),
        (b"a song of theirs", False),
        (bytes(3 << 20), False),
    ],
    ids=["empty", "tag", "head", "tail", "foreign", "long"],
)
def test_mark_at_either_end_tells_whose_a_file_is(tmp_path: Path, content: bytes, *, expected: bool) -> None:
    path = tmp_path / "file.mp3"
    assert is_ours(path)  # it is free
    path.write_bytes(content)
    assert is_ours(path) == expected


def test_companion_is_judged_alone_only_without_a_main_file(tmp_path: Path) -> None:
    main, captions = tmp_path / "s.mp3", tmp_path / "s.srt"
    captions.write_text("1", encoding="utf-8")
    with pytest.raises(RequestError, match=r"s\.srt is there already, and nothing in it says"):
        refuse_foreign(main, captions)
    main.write_bytes(b"voiceguide")
    refuse_foreign(main, captions)
    main.write_bytes(b"a song of theirs")
    with pytest.raises(RequestError, match=r"s\.mp3 is there already"):
        refuse_foreign(main, captions)


@pytest.mark.parametrize("suffix", [".mp3", ".wav"])
def test_file_of_somebody_else_is_replaced_only_by_force_and_ours_at_once(
    shrug: Path, tmp_path: Path, suffix: str
) -> None:
    path = tmp_path / f"song{suffix}"
    path.write_bytes(b"a song of theirs")
    with pytest.raises(RequestError, match="--force"):
        render(str(shrug), SILENT, path)
    with pytest.raises(RequestError, match="--force"):
        save_sample("Sit.", "silent", DEFAULT_VOICE_SETTINGS, path)
    assert path.read_bytes() == b"a song of theirs"
    render(str(shrug), SILENT, path, force=True)
    render(str(shrug), SILENT, path, sidecars=sidecar_writers("srt"))
    save_sample("Sit.", "silent", DEFAULT_VOICE_SETTINGS, path)
    render(str(shrug), SILENT, path, sidecars=sidecar_writers("srt"))
