"""Ten readers that nobody here wrote, and what each makes of a file.

    python -m tests.helpers.mp3_readers FILE

prints the table. Each reader says what it can; a dash is what it has no word for.
"""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from tests.helpers import external_tools

if TYPE_CHECKING:
    from collections.abc import Callable

RATE = 24_000


@dataclass(frozen=True, slots=True)
class Reading:
    """What one reader says: length and chapter starts in seconds, the cover in bytes (1 for “there is one”).

    None is what it cannot tell.
    """

    title: str | None = None
    length: float | None = None
    chapters: tuple[tuple[float, str], ...] | None = None
    cover: int | None = None
    lyrics: str | None = None


def _run(program: str, *words: str) -> str:
    command = [external_tools.program(program), *words]
    run = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
    return run.stdout + run.stderr


def ffprobe(path: Path) -> Reading:
    asked = ("-v", "error", "-of", "json", "-show_format", "-show_chapters", "-show_streams")
    told = json.loads(_run("ffprobe", *asked, str(path)))
    tags = told["format"]["tags"]
    chapters = ((float(each["start_time"]), each["tags"]["title"]) for each in told["chapters"])
    pictures = sum(stream["disposition"]["attached_pic"] for stream in told["streams"])
    lyrics = next(text for name, text in tags.items() if name.startswith("lyrics"))
    return Reading(tags["title"], float(told["format"]["duration"]), tuple(chapters), pictures, lyrics)


def mutagen(path: Path) -> Reading:
    file: Any = external_tools.package("mutagen.mp3").MP3(path)
    tags = file.tags
    (contents,) = tags.getall("CTOC")
    chapters = [tags[f"CHAP:{element}"] for element in contents.child_element_ids]
    starts = tuple((each.start_time / 1000, str(each.sub_frames["TIT2"])) for each in chapters)
    (cover,), (lyrics,) = tags.getall("APIC"), tags.getall("USLT")
    return Reading(str(tags["TIT2"]), file.info.length, starts, len(cover.data), lyrics.text)


def eyed3(path: Path) -> Reading:
    """It takes whole frames for the length."""
    external_tools.package("eyed3").log.setLevel("CRITICAL")  # it knows neither SYLT nor MPEG-2's Info frame
    tag: Any = external_tools.package("eyed3").load(path).tag
    starts = tuple((each.times.start / 1000, each.title) for each in tag.chapters)
    (cover,), (lyrics,) = tag.images, tag.lyrics
    return Reading(tag.title, None, tuple(sorted(starts)), len(cover.image_data), lyrics.text)


def pytaglib(path: Path) -> Reading:
    with external_tools.package("taglib").File(path) as file:
        (title,), (lyrics,), (cover,) = file.tags["TITLE"], file.tags["LYRICS"], file.pictures
        return Reading(title, file.length, None, len(cover.data), lyrics)


def tinytag(path: Path) -> Reading:
    told: Any = external_tools.package("tinytag").TinyTag.get(path, image=True)
    lyrics = told.other["lyrics"][0]
    return Reading(told.title, told.duration, None, len(told.images.front_cover.data), lyrics)


def mediainfo(path: Path) -> Reading:
    """It writes lines with slashes between."""
    general, *_ = json.loads(_run("mediainfo", "--Output=JSON", str(path)))["media"]["track"]
    lyrics = general["Lyrics"].replace(" / ", "\n")
    return Reading(general["Title"], float(general["Duration"]), None, int(general["Cover"] == "Yes"), lyrics)


def mpv(path: Path) -> Reading:
    asked = ["${media-title}", "${=duration}", "${track-list/1/albumart}", "${chapters}"]
    told = _mpv(path, asked)
    count = int(told[3])
    wanted = [f"${{=chapter-list/{n}/{what}}}" for n in range(count) for what in ("time", "title")]
    starts = _mpv(path, wanted) if count else []
    chapters = zip(map(float, starts[::2]), starts[1::2], strict=True)
    return Reading(told[0], float(told[1]), tuple(chapters), int(told[2] == "yes"), None)


def _mpv(path: Path, properties: list[str]) -> list[str]:
    quiet = ("--no-config", "--vo=null", "--ao=null", "--frames=1", "--end=0.1")
    told = _run("mpv", *quiet, f"--term-playing-msg=<<{'|||'.join(properties)}>>", str(path))
    return told.partition("<<")[2].partition(">>")[0].split("|||")


_MUSIC_METADATA = """
import {parseFile} from "music-metadata";
const {common, format} = await parseFile(process.argv[1], {duration: true, includeChapters: true});
const chapters = format.chapters.map(({start, title}) => [start, title]);
const [cover] = common.picture, [lyrics] = common.lyrics;
const {title} = common, {duration} = format;
console.log(JSON.stringify({title, duration, chapters, cover: cover.data.length, lyrics: lyrics.text}));
"""


def music_metadata(path: Path) -> Reading:
    """It is an npm package, installed in the folder that the variable NODE_JUDGES names."""
    folder = Path(os.environ.get("NODE_JUDGES", ""))
    if not (folder / "node_modules" / "music-metadata").is_dir():
        external_tools.missing("music-metadata is not installed below $NODE_JUDGES")
    command = [
        external_tools.program("node"),
        "--input-type=module",
        "-e",
        _MUSIC_METADATA,
        str(path.resolve()),
    ]
    run = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", cwd=folder)
    told = json.loads(run.stdout)
    chapters = tuple((start, title) for start, title in told["chapters"])
    return Reading(told["title"], told["duration"], chapters, told["cover"], told["lyrics"])


def mp3val(path: Path) -> Reading:
    """It knows no titles; it says what is broken, and then its reading fails."""
    told = _run("mp3val", str(path))
    assert "WARNING" not in told, told
    assert "ERROR" not in told, told
    return Reading()


def mpg123(path: Path) -> Reading:
    """Its length is that of what it decodes."""
    told = _run("mpg123", "-t", "--utf8", str(path))
    (title,) = (line.partition("Title:")[2].strip() for line in told.splitlines() if "Title:" in line)
    sound = subprocess.run(
        [external_tools.program("mpg123"), "-q", "-s", path], check=True, capture_output=True
    ).stdout
    return Reading(title, len(sound) / 2 / RATE)


READERS: dict[str, Callable[[Path], Reading]] = {
    read.__name__.replace("_", "-"): cache(read)  # a file is read once, however often it is asked for
    for read in (
        *(ffprobe, mutagen, eyed3, pytaglib, tinytag),
        *(mediainfo, mpv, music_metadata, mp3val, mpg123),
    )
}


def table(path: Path) -> str:
    """A line for each reader."""
    head = ("reader", "title", "length", "chapters", "starts", "cover", "lyrics")
    rows = [head, *((name, *_cells(read(path))) for name, read in READERS.items())]
    widths = [max(len(row[column]) for row in rows) for column in range(len(head))]
    lines = ("  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)) for row in rows)
    return "\n".join(line.rstrip() for line in lines)


def _cells(reading: Reading) -> tuple[str, ...]:
    starts = reading.chapters or ()
    return (
        reading.title or "-",
        "-" if reading.length is None else f"{reading.length:.3f}",
        "-" if reading.chapters is None else str(len(starts)),
        " ".join(f"{start:.2f}" for start, _ in starts[:4]) + " …" * (len(starts) > 4) or "-",
        "-" if reading.cover is None else "yes" if reading.cover == 1 else f"{reading.cover} bytes",
        "-" if reading.lyrics is None else f"{len(reading.lyrics)} letters",
    )


if __name__ == "__main__":
    print(table(Path(sys.argv[1])))  # noqa: T201 - the table is what was asked for
