"""The feed of a programme: read alike by three parsers, with exact lengths, chapters and transcripts."""

from __future__ import annotations

import json
import subprocess
from datetime import date, timedelta
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any
from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers.external_tools import require_npm_package, require_package, require_program
from tests.helpers.program import run_program
from voiceguide import units
from voiceguide.errors import RequestError
from voiceguide.export.feed import Episode, chapters_json, feed_xml, parse_feed_url
from voiceguide.export.programme import render_programme
from voiceguide.export.session import lay_out_session
from voiceguide.plan.options import Choices
from voiceguide.plan.schedule import DatedSession, Listener, make_schedule
from voiceguide.score.timeline import Chapter, Timeline
from voiceguide.script.library import open_library
from voiceguide.script.programme_library import find_programme

if TYPE_CHECKING:
    from voiceguide.export.programme import RenderedProgramme
    from voiceguide.script.programme import Programme

MONDAY = date(2027, 1, 4)
LISTENER = Listener({"voice": ("silent",)})
URL = parse_feed_url("https://example.org/mö weeks")
READER = Path(__file__).parents[1] / "helpers" / "podcast.mjs"


def programme_text(week_count: int) -> str:
    """Return a programme with ten sessions a week, with signs that XML must escape."""
    lines = "".join(f"- Monday to Friday at {hour}:00: shrug\n" for hour in (8, 18))
    return f"""---
title: Shrugs <& more>
---

For “stiff” & tired backs.

> Not after an operation.

## Weeks 1 to {week_count}

{lines}  - As far as is easy, & no < further >.

## Rules

Go on. (Convention)
"""


def render(shrug: Path) -> RenderedProgramme:
    path = shrug.parent / "shrugs.md"
    path.write_text(programme_text(1), encoding="utf-8")
    programme, library = find_programme(str(path), open_library())
    return render_programme(programme, library, LISTENER, MONDAY, shrug.parent / "out", feed_url=URL)


def many_episodes(shrug: Path) -> tuple[Programme, list[Episode]]:
    """Return a programme of fifty weeks with its ten episodes a week, each of another size."""
    path = shrug.parent / "shrugs.md"
    path.write_text(programme_text(50), encoding="utf-8")
    programme, library = find_programme(str(path), open_library())
    timeline = lay_out_session(str(shrug), Choices(voice="silent")).timeline
    return programme, [
        Episode(
            DatedSession(scheduled, MONDAY + timedelta(scheduled.day.number - 1), timeline.length),
            *(timeline, 700_000 + scheduled.number),
        )
        for scheduled in make_schedule(programme, library, LISTENER)
    ]


Item = tuple[str, str, int, int, str, str]
"""Title, address, bytes and seconds of an episode, and the addresses of its transcript and chapters."""


def expected_item(episode: Episode) -> Item:
    dated = episode.dated
    sound = URL + dated.file_name, episode.size, round(units.to_seconds(dated.length))
    return f"{dated.date} {dated.title}", *sound, URL + episode.transcript_name, URL + episode.chapters_name


def test_each_file_that_the_feed_names_is_there(shrug: Path) -> None:
    rendered = render(shrug)
    feed = (rendered.folder / "feed.xml").read_text(encoding="utf-8")
    addresses = {part.partition('"')[0] for part in feed.split(f'"{URL}')[1:]}
    assert len(addresses) == 3 * len(rendered.paths) + 2
    for address in addresses:
        assert (rendered.folder / unquote(address)).is_file(), address
    first = rendered.paths[0]
    transcript = first.with_suffix(".vtt").read_text(encoding="utf-8")
    assert transcript.startswith("WEBVTT")
    assert "Let them drop." in transcript
    chapters = json.loads(first.with_suffix(".chapters.json").read_bytes())
    assert [chapter["title"] for chapter in chapters["chapters"]] == [
        *("Before you begin", "The sounds", "Shrug", "A moment to finish"),
    ]
    assert (rendered.folder / "cover.jpg").read_bytes().startswith(b"\xff\xd8\xff")


def test_an_equal_feed_is_not_written_again(shrug: Path) -> None:
    path = render(shrug).folder / "feed.xml"
    written = path.stat().st_mtime_ns
    assert render(shrug).written_count == 0
    assert path.stat().st_mtime_ns == written


def test_sizes_and_lengths_are_those_of_the_files(shrug: Path) -> None:
    rendered = render(shrug)
    feed = (rendered.folder / "feed.xml").read_text(encoding="utf-8")
    for dated, path in zip(rendered.sessions, rendered.paths, strict=True):
        enclosure = f'<enclosure url="{URL}{path.name}" length="{path.stat().st_size}" type="audio/mpeg" />'
        seconds = f"<itunes:duration>{round(units.to_seconds(dated.length))}</itunes:duration>"
        assert seconds in feed.partition(enclosure)[2].partition("</item>")[0]


@pytest.mark.judge
def test_three_parsers_agree_on_500_episodes(shrug: Path) -> None:
    programme, episodes = many_episodes(shrug)
    path = shrug.parent / "feed.xml"
    path.write_bytes(feed_xml(programme, episodes, URL))
    expected = [expected_item(episode) for episode in episodes]
    assert len(expected) == 500
    assert read_with_feedparser(path) == expected
    assert read_with_podcastparser(path) == expected
    assert read_with_partytime(path) == expected
    subprocess.run([require_program("xmllint"), "--noout", str(path)], check=True)


def read_with_feedparser(path: Path) -> list[Item]:
    feed = require_package("feedparser").parse(path.read_bytes())
    assert not feed.bozo
    assert feed.feed.title == "Shrugs <& more>"
    return [
        (
            *(item.title, item.enclosures[0].href, int(item.enclosures[0].length), int(item.itunes_duration)),
            *(item.podcast_transcript["url"], item.podcast_chapters["url"]),
        )
        for item in feed.entries
    ]


def read_with_podcastparser(path: Path) -> list[Item]:
    with path.open("rb") as file:
        feed: dict[str, Any] = require_package("podcastparser").parse(URL, file)
    assert feed["title"] == "Shrugs <& more>"
    items: list[Item] = []
    for item in sorted(feed["episodes"], key=lambda item: int(item["published"])):
        enclosure = item["enclosures"][0]
        sound = enclosure["url"], enclosure["file_size"], item["total_time"]
        items.append((item["title"], *sound, item["transcript_url"], item["chapters_json_url"]))
    return items


def read_with_partytime(path: Path) -> list[Item]:
    packages = require_npm_package("podcast-partytime")
    command = (require_program("node"), str(READER), str(packages), str(path))
    feed = json.loads(subprocess.run(command, check=True, capture_output=True, encoding="utf-8").stdout)
    assert feed["title"] == "Shrugs <& more>"
    return [tuple(item) for item in feed["items"]]


@given(
    starts=st.lists(st.integers(0, 3 * 3600), min_size=1, max_size=40, unique=True),
    rest=st.integers(1, 3600),
)
def test_at_most_six_chapters_an_hour_remain(starts: list[int], rest: int) -> None:
    bounds = [units.to_samples(second) for second in [*sorted(starts), max(starts) + rest]]
    chapters = tuple(
        Chapter(start, end, str(number), "") for number, (start, end) in enumerate(pairwise(bounds))
    )
    timeline = Timeline("x", "X", bounds[-1], chapters, ())
    written = json.loads(chapters_json(timeline))["chapters"]
    hours = -(-bounds[-1] // (3600 * units.SAMPLE_RATE))
    assert len(written) == min(len(chapters), 6 * hours)
    assert written[0] == {"startTime": units.to_seconds(chapters[0].start), "title": "0"}
    assert [chapter["startTime"] for chapter in written] == sorted(
        chapter["startTime"] for chapter in written
    )


@pytest.mark.parametrize(
    "text", ["", "weeks", "ftp://example.org/", "https://", "https://a.org/?x", "https://a.org/#x"]
)
def test_an_address_that_is_none_is_told(text: str) -> None:
    with pytest.raises(RequestError, match="is not the address of a folder"):
        parse_feed_url(text)


def test_a_feed_of_one_day_is_refused(tmp_path: Path) -> None:
    feed = ("--feed", "https://example.org/", "--day", "1")
    done = run_program("programme", "upper-back-4-weeks", *feed, cwd=tmp_path)
    assert (done.returncode, list(tmp_path.iterdir())) == (2, [])
    assert b"leave --day out" in done.stderr
