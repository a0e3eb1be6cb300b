from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from typing import TYPE_CHECKING

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from voiceguide.errors import FileError, RequestError
from voiceguide.plan.merge import Preference
from voiceguide.plan.preferences import parse_preferences, read_preferences
from voiceguide.plan.preferences_file import set_preference, unset_preferences
from voiceguide.script.model import Pronunciation

if TYPE_CHECKING:
    from pathlib import Path

HOLD_PREFERENCE = Preference("", "hold", ("25s",))
TWIST_PREFERENCE = Preference("floor-twist", "hold", ("45s",))

USER_FILE = """\
# What I like.

say.hip = "hipp"   # as my mother says it

# The twist may be long.
[floor-twist]
hold = "30s"  # not too long

[upper-back-reset]
length = "12:30"
"""


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings" / "voiceguide.toml"


def edit_file(file: Path, text: str, *entries: Preference | Pronunciation) -> str:
    file.parent.mkdir(exist_ok=True)
    file.write_bytes(text.encode())
    for entry in entries:
        set_preference(entry, file)
    return file.read_bytes().decode()


def test_first_preference_creates_the_file(file: Path) -> None:
    set_preference(HOLD_PREFERENCE, file)
    set_preference(TWIST_PREFERENCE, file)
    set_preference(Preference("", "skip", ("settle", "bells")), file)
    set_preference(Pronunciation("teres major", "terry z major"), file)
    assert file.read_text("utf-8") == (
        'version = 1\nhold = "25s"\nskip = ["settle", "bells"]\n\n'
        '[floor-twist]\nhold = "45s"\n\n[say]\n"teres major" = "terry z major"\n'
    )


def test_only_what_is_changed_is_changed_and_comments_stay_where_they_were(file: Path) -> None:
    assert edit_file(file, USER_FILE, TWIST_PREFERENCE) == USER_FILE.replace("30s", "45s")
    assert edit_file(file, USER_FILE, HOLD_PREFERENCE) == USER_FILE.replace(
        "says it\n", 'says it\nhold = "25s"\n'
    )
    assert edit_file(file, USER_FILE, Pronunciation("teres", "terry z")) == USER_FILE.replace(
        "says it\n", 'says it\nsay.teres = "terry z"\n'
    )
    windows = USER_FILE.replace("\n", "\r\n")
    assert edit_file(file, windows, TWIST_PREFERENCE, HOLD_PREFERENCE) == windows.replace(
        "30s", "45s"
    ).replace("says it\r\n", 'says it\r\nhold = "25s"\r\n')


def test_a_comment_that_heads_the_file_stays_there_and_one_of_a_table_stays_with_it(file: Path) -> None:
    headed = '# Mine.\n\n# Long.\n[floor-twist]\nhold = "30s"\n'
    assert edit_file(file, headed, HOLD_PREFERENCE) == headed.replace("\n\n#", '\nhold = "25s"\n\n#')
    bare = headed.partition("\n\n")[2]
    assert edit_file(file, bare, HOLD_PREFERENCE).endswith(bare)


def test_a_length_takes_the_place_of_another_way_to_say_it(file: Path) -> None:
    entry = Preference("upper-back-reset", "minutes", ("11",))
    assert edit_file(file, USER_FILE, entry) == USER_FILE.replace('length = "12:30"', "minutes = 11")


def test_unset_removes_only_the_entry_or_table(file: Path) -> None:
    edit_file(
        file,
        USER_FILE,
        HOLD_PREFERENCE,
        Preference("floor-twist", "rounds", ("2",)),
        Preference("floor-twist.left", "hold", ("50s",)),
    )
    unset_preferences(("hold", "floor-twist.rounds", "floor-twist.left.hold"), file)
    assert file.read_text("utf-8") == USER_FILE
    unset_preferences(("floor-twist", "say.hip"), file)
    assert tomllib.loads(file.read_text("utf-8")) == {"upper-back-reset": {"length": "12:30"}}
    assert file.read_text("utf-8").startswith("# What I like.\n")


@pytest.mark.parametrize(
    ("key", "hint"),
    [
        ("holt", "“holt” is not remembered. Did you mean “hold”?"),
        ("hold.x", "Did you mean “hold”?"),
        ("rounds", "Choose one of: say.hip, hold, floor-twist.hold, upper-back-reset.length."),
        ("version", "“version” is not remembered."),
        ("", "“” is not remembered."),
    ],
)
def test_unset_is_refused_when_an_entry_is_missing(file: Path, key: str, hint: str) -> None:
    before = edit_file(file, USER_FILE, HOLD_PREFERENCE)
    with pytest.raises(RequestError) as caught:
        unset_preferences(("floor-twist", key), file)
    assert hint in str(caught.value)
    assert file.read_text("utf-8") == before


@pytest.mark.parametrize("text", ["[say\n", 'guidance = "short"\n', "version = 2\nnew = 1\n", b"\xff"])
def test_a_file_with_errors_or_of_a_later_version_is_never_written(file: Path, text: str | bytes) -> None:
    file.parent.mkdir()
    before = text if isinstance(text, bytes) else text.encode()
    file.write_bytes(before)
    with pytest.raises(RequestError, match=re.escape(str(file))):
        set_preference(HOLD_PREFERENCE, file)
    with pytest.raises(RequestError, match=re.escape(str(file))):
        unset_preferences(("guidance",), file)
    assert file.read_bytes() == before


@pytest.mark.skipif(os.name != "posix", reason="links need rights on Windows")
def test_a_link_stays_one_and_what_it_leads_to_is_written(file: Path, tmp_path: Path) -> None:
    kept = tmp_path / "dotfiles.toml"
    kept.write_text('level = "gentle"\n', encoding="utf-8")
    file.parent.mkdir()
    file.symlink_to(kept)
    set_preference(HOLD_PREFERENCE, file)
    assert file.is_symlink()
    assert kept.read_text("utf-8") == 'level = "gentle"\nhold = "25s"\n'


@pytest.mark.skipif(sys.platform != "linux", reason="only Linux has a folder where not even root may write")
def test_unwritable_preferences_file_is_reported(tmp_path: Path) -> None:
    del tmp_path
    from pathlib import Path

    with pytest.raises(FileError, match="cannot be written"):
        set_preference(HOLD_PREFERENCE, Path("/sys/voiceguide/voiceguide.toml"))


WRITER = """
import sys
from pathlib import Path
from voiceguide.plan.preferences_file import set_preference
from voiceguide.plan.merge import Preference
name, file = sys.argv[1], Path(sys.argv[2])
for number in range(1, 26):
    set_preference(Preference(f"{name}-{number}", "rounds", (str(number),)), file)
"""


@pytest.mark.slow
@pytest.mark.slow  # starts processes
def test_concurrent_writers_lose_no_entry(file: Path) -> None:
    writers = [subprocess.Popen([sys.executable, "-c", WRITER, name, str(file)]) for name in ("one", "two")]
    assert [writer.wait(timeout=60) for writer in writers] == [0, 0]
    entries = read_preferences(file).entries
    assert {entry.key for entry in entries} == {
        f"{name}-{number}.rounds" for name in ("one", "two") for number in range(1, 26)
    }


ENTRIES = st.one_of(
    st.builds(Preference, st.just(""), st.sampled_from(["hold"]), st.sampled_from([("25s",), ("9s",)])),
    st.builds(Preference, st.just(""), st.just("skip"), st.sampled_from([("a", "b"), ("c",)])),
    st.builds(Preference, st.sampled_from(["a", "b", "a.left"]), st.sampled_from(["hold"]), st.just(("9s",))),
    st.builds(Pronunciation, st.sampled_from(["hip", "teres major", "L. 5"]), st.just("word")),
)
TEXTS = st.sampled_from(
    [
        "",
        USER_FILE,
        "# only a comment\n",
        "# one\n[a]\n# two\n",
        'a.hold = "1s"',
        '[a.left]\nhold = "2s" # x\n[b]\nx = 1\n',
    ]
)


@pytest.mark.slow
@settings(max_examples=40, deadline=None)  # each is a few files, written to the disk
@given(text=TEXTS, entries=st.lists(ENTRIES, max_size=6), gone=st.integers(0, 5))
def test_other_entries_stay_after_set_and_unset(
    tmp_path_factory: pytest.TempPathFactory, text: str, entries: list[Preference | Pronunciation], gone: int
) -> None:
    file = tmp_path_factory.getbasetemp() / "any.toml"
    file.write_text(text, encoding="utf-8")
    known = {entry.key: entry.texts for entry in read_preferences(file).entries}
    said = {saying.word: saying.respelling for saying in read_preferences(file).pronunciations}
    for entry in entries:
        set_preference(entry, file)
        if isinstance(entry, Pronunciation):
            said[entry.word] = entry.respelling
        else:
            known[entry.key] = entry.texts
    for key in list(known)[:gone]:
        unset_preferences((key,), file)
        del known[key]
    left = parse_preferences(file.read_bytes(), file)
    assert {entry.key: entry.texts for entry in left.entries} == known
    assert {saying.word: saying.respelling for saying in left.pronunciations} == said
    for line in text.splitlines():
        if line.startswith("#") and not gone:
            assert line in file.read_text("utf-8").splitlines()
