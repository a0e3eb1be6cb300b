"""Ten independent readers, and the metadata that each finds in a file.

    python -m tests.helpers.mp3_readers FILE

prints the table. A dash marks metadata that a reader does not support.
"""

from __future__ import annotations

import json
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
    """Result of one reader: length and chapter starts in seconds, the cover in bytes (1 if its size is unknown).

    None marks what the reader does not support.
    """

    title: str | None = None
    length: float | None = None
    chapters: tuple[tuple[float, str], ...] | None = None
    cover: int | None = None
    lyrics: str | None = None


def _run(program: str, *arguments: str) -> str:
    command = [external_tools.require_program(program), *arguments]
    run = subprocess.run(command, check=True, capture_output=True, encoding="utf-8")
    return run.stdout + run.stderr


def ffprobe(path: Path) -> Reading:
    arguments = ("-v", "error", "-of", "json", "-show_format", "-show_chapters", "-show_streams")
    report = json.loads(_run("ffprobe", *arguments, str(path)))
    tags = report["format"]["tags"]
    chapters = ((float(chapter["start_time"]), chapter["tags"]["title"]) for chapter in report["chapters"])
    pictures = sum(stream["disposition"]["attached_pic"] for stream in report["streams"])
    lyrics = next(text for name, text in tags.items() if name.startswith("lyrics"))
    return Reading(tags["title"], float(report["format"]["duration"]), tuple(chapters), pictures, lyrics)


def mutagen(path: Path) -> Reading:
    file: Any = external_tools.require_package("mutagen.mp3").MP3(path)
    tags = file.tags
    (contents,) = tags.getall("CTOC")
    chapters = [tags[f"CHAP:{element}"] for element in contents.child_element_ids]
    starts = tuple((chapter.start_time / 1000, str(chapter.sub_frames["TIT2"])) for chapter in chapters)
    (cover,), (lyrics,) = tags.getall("APIC"), tags.getall("USLT")
    return Reading(str(tags["TIT2"]), file.info.length, starts, len(cover.data), lyrics.text)


def eyed3(path: Path) -> Reading:
    """Read with eyeD3, whose length is in whole frames."""
    external_tools.require_package("eyed3").log.setLevel(
        "CRITICAL"
    )  # it knows neither SYLT nor MPEG-2's Info frame
    tag: Any = external_tools.require_package("eyed3").load(path).tag
    starts = tuple((chapter.times.start / 1000, chapter.title) for chapter in tag.chapters)
    (cover,), (lyrics,) = tag.images, tag.lyrics
    return Reading(tag.title, None, tuple(sorted(starts)), len(cover.image_data), lyrics.text)


def pytaglib(path: Path) -> Reading:
    with external_tools.require_package("taglib").File(path) as file:
        (title,), (lyrics,), (cover,) = file.tags["TITLE"], file.tags["LYRICS"], file.pictures
        return Reading(title, file.length, None, len(cover.data), lyrics)


def tinytag(path: Path) -> Reading:
    tags: Any = external_tools.require_package("tinytag").TinyTag.get(path, image=True)
    lyrics = tags.other["lyrics"][0]
    return Reading(tags.title, tags.duration, None, len(tags.images.front_cover.data), lyrics)


def mediainfo(path: Path) -> Reading:
    """Read with mediainfo, which joins lines with slashes."""
    general, *_ = json.loads(_run("mediainfo", "--Output=JSON", str(path)))["media"]["track"]
    lyrics = general["Lyrics"].replace(" / ", "\n")
    return Reading(general["Title"], float(general["Duration"]), None, int(general["Cover"] == "Yes"), lyrics)


def mpv(path: Path) -> Reading:
    properties = ["${media-title}", "${=duration}", "${track-list/1/albumart}", "${chapters}"]
    values = _mpv(path, properties)
    count = int(values[3])
    chapter_properties = [
        f"${{=chapter-list/{n}/{what}}}" for n in range(count) for what in ("time", "title")
    ]
    starts = _mpv(path, chapter_properties) if count else []
    chapters = zip(map(float, starts[::2]), starts[1::2], strict=True)
    return Reading(values[0], float(values[1]), tuple(chapters), int(values[2] == "yes"), None)


def _mpv(path: Path, properties: list[str]) -> list[str]:
    options = ("--no-config", "--vo=null", "--ao=null", "--frames=1", "--end=0.1")
    output = _run("mpv", *options, f"--term-playing-msg=<<{'|||'.join(properties)}>>", str(path))
    return output.partition("<<")[2].partition(">>")[0].split("|||")


_MUSIC_METADATA = """
import {parseFile} from "music-metadata";
const {common, format} = await parseFile(process.argv[1], {duration: true, includeChapters: true});
const chapters = format.chapters.map(({start, title}) => [start, title]);
const [cover] = common.picture, [lyrics] = common.lyrics;
const {title} = common, {duration} = format;
console.log(JSON.stringify({title, duration, chapters, cover: cover.data.length, lyrics: lyrics.text}));
"""


def music_metadata(path: Path) -> Reading:
    """Read with music-metadata, an npm package."""
    folder = external_tools.require_npm_package("music-metadata")
    command = [
        external_tools.require_program("node"),
        "--input-type=module",
        "-e",
        _MUSIC_METADATA,
        str(path.resolve()),
    ]
    run = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", cwd=folder)
    report = json.loads(run.stdout)
    chapters = tuple((start, title) for start, title in report["chapters"])
    return Reading(report["title"], report["duration"], chapters, report["cover"], report["lyrics"])


def mp3val(path: Path) -> Reading:
    """Read with mp3val, which has no titles. Fail if it reports a defect."""
    report = _run("mp3val", str(path))
    assert "WARNING" not in report, report
    assert "ERROR" not in report, report
    return Reading()


def mpg123(path: Path) -> Reading:
    """Read with mpg123, whose length is that of the decoded sound."""
    report = _run("mpg123", "-t", "--utf8", str(path))
    (title,) = (line.partition("Title:")[2].strip() for line in report.splitlines() if "Title:" in line)
    sound = subprocess.run(
        [external_tools.require_program("mpg123"), "-q", "-s", path], check=True, capture_output=True
    ).stdout
    return Reading(title, len(sound) / 2 / RATE)


MP3_READERS: dict[str, Callable[[Path], Reading]] = {
    read.__name__.replace("_", "-"): cache(read)  # a file is read once
    for read in (
        *(ffprobe, mutagen, eyed3, pytaglib, tinytag),
        *(mediainfo, mpv, music_metadata, mp3val, mpg123),
    )
}


def format_table(path: Path) -> str:
    """Return a table with a line for each reader."""
    head = ("reader", "title", "length", "chapters", "starts", "cover", "lyrics")
    rows = [head, *((name, *_cells(read(path))) for name, read in MP3_READERS.items())]
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
    print(format_table(Path(sys.argv[1])))  # noqa: T201 - the output of this program
