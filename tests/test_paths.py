from __future__ import annotations

from pathlib import Path

import pytest

from voiceguide import paths
from voiceguide.cli.main import cli
from voiceguide.errors import RequestError

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
