from __future__ import annotations

from pathlib import Path

import pytest

from voiceguide import paths
from voiceguide.cli.main import cli
from voiceguide.errors import RequestError
from voiceguide.export.render import render
from voiceguide.export.sidecars import sidecar_writers
from voiceguide.export.voice_sample import save_sample
from voiceguide.paths import is_ours, refuse_foreign
from voiceguide.plan.options import Choices
from voiceguide.speech.voice import DEFAULT_VOICE_SETTINGS

PATHS_BY_VARIABLE = {
    "VOICEGUIDE_STORE": (paths.cache_dir, "clips"),
    "VOICEGUIDE_SCRIPTS": (paths.scripts_dir, "voiceguide"),
    "VOICEGUIDE_PREFERENCES": (paths.preferences_path, "voiceguide.toml"),
}


@pytest.mark.parametrize("variable", PATHS_BY_VARIABLE)
def test_path_comes_from_its_variable(variable: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(variable, "/somewhere/else")
    assert PATHS_BY_VARIABLE[variable][0]() == Path("/somewhere/else")


@pytest.mark.parametrize("variable", PATHS_BY_VARIABLE)
def test_path_is_the_platform_default_when_variable_is_unset(
    variable: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    place, last = PATHS_BY_VARIABLE[variable]
    monkeypatch.setenv(variable, "")
    empty = place()
    monkeypatch.delenv(variable)
    assert place() == empty
    assert empty.is_absolute()
    assert empty.parts[-1] == last
    assert "voiceguide" in empty.parts


@pytest.mark.parametrize("named", ["none", "~nobody here/a", "a" * 5000, "a\0b", ".", ""])
def test_existing_file_is_refused_when_it_is_no_file(
    named: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    assert paths.existing_file(named) is None


def test_a_file_may_be_in_ones_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for home in ("HOME", "USERPROFILE"):
        monkeypatch.setenv(home, str(tmp_path))
    (tmp_path / "a").touch()
    assert paths.existing_file("~/a") == tmp_path / "a"


def test_source_is_not_overwritten_under_another_name(tmp_path: Path) -> None:
    script, other = tmp_path / "nod.md", tmp_path / "other.md"
    script.write_text("Nod.", encoding="utf-8")
    other.symlink_to(script)
    for target in (script, tmp_path / "x/../nod.md", other):
        with pytest.raises(RequestError, match="is the page, which would be lost"):
            paths.refuse_overwrite(str(script), target, "the page")
    paths.refuse_overwrite(str(script), tmp_path / "nod.svg", "the page")
    paths.refuse_overwrite("nod", tmp_path / "nod", "the page")


def test_picture_does_not_overwrite_its_script(tmp_path: Path) -> None:
    script = tmp_path / "nod.md"
    script.write_text("---\ntitle: Nod\n---\n\nNod.\n", encoding="utf-8")
    asked = ["show", str(script), "--voice", "silent", "--svg", str(script)]
    with pytest.raises(RequestError, match="is the script itself"):
        cli.main(asked, standalone_mode=False)
    assert script.read_text(encoding="utf-8").startswith("---\ntitle: Nod")


# What may be replaced ---------------------------------------------------------------------------------------

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
