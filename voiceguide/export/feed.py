"""Podcast feed of a programme: RSS 2.0 with the namespaces of iTunes and of Podcasting 2.0.

Each episode has its exact length, a transcript (WebVTT) and chapters (JSON, version 1.2), all beside the sound. The
specifications: https://help.apple.com/itc/podcasts_connect/#/itcb54353390 and https://podcasting2.org/docs/podcast-namespace.
"""

from __future__ import annotations

import json
import uuid
import xml.etree.ElementTree as ET  # nosec B405 - it writes, and reads nothing
from dataclasses import dataclass
from datetime import UTC, datetime, time
from email.utils import format_datetime
from itertools import pairwise
from typing import TYPE_CHECKING
from urllib.parse import quote, urlsplit

from voiceguide import units
from voiceguide.errors import RequestError
from voiceguide.score.transcript import ARTIST
from voiceguide.versions import __version__
from voiceguide.views.captions import vtt

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from voiceguide.plan.schedule import DatedSession
    from voiceguide.score.timeline import Chapter, Timeline
    from voiceguide.script.programme import Programme

FEED_NAME = "feed.xml"
COVER_NAME = "cover.jpg"
MAX_CHAPTERS_PER_HOUR = 6
"""Chapters in the JSON file for each hour begun, since some players allow no more; the sound itself has all of them."""

_ITUNES = "http://www.itunes.com/dtds/podcast-1.0.dtd"
_PODCAST = "https://github.com/Podcastindex-org/podcast-namespace/blob/main/docs/1.0.md"
"""Older name of the namespace, which every parser knows; podcastparser does not know the newer one."""
_ATOM = "http://www.w3.org/2005/Atom"
_GUID_NAMESPACE = uuid.UUID("ead4c236-bf58-58c6-a2c6-a6b28d128cb6")
"""Namespace of the identifiers of podcasts (Podcasting 2.0, tag “guid”)."""

_URL_SIGNS = "%:/[]@!$&'()*+,;=~"
"""Signs that an address may have (RFC 3986); all others are encoded."""


@dataclass(frozen=True, slots=True)
class Episode:
    """One dated session of a feed, with its timeline and the size of its file in bytes."""

    dated: DatedSession
    timeline: Timeline
    size: int

    @property
    def transcript_name(self) -> str:
        """Name of the transcript's file."""
        return self.dated.file_name.replace(".mp3", ".vtt")

    @property
    def chapters_name(self) -> str:
        """Name of the chapters' file."""
        return self.dated.file_name.replace(".mp3", ".chapters.json")


def parse_feed_url(text: str) -> str:
    """Return the address of a feed's folder, which ends in a slash. Raise RequestError if it is not one."""
    parts = urlsplit(text)
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.query or parts.fragment:
        raise RequestError(
            f"“{text}” is not the address of a folder: write it like https://example.org/weeks/."
        )
    return f"{quote(text, safe=_URL_SIGNS).rstrip('/')}/"


def feed_files(
    programme: Programme, episodes: Sequence[Episode], url: str, cover: bytes
) -> Iterator[tuple[str, bytes]]:
    """Yield the name and content of the feed, its cover (JPEG), and each episode's transcript and chapters.

    `url` is the address at which the folder will be, as parse_feed_url returns it.
    """
    yield COVER_NAME, cover
    for episode in episodes:
        yield episode.transcript_name, vtt(episode.timeline).encode()
        yield episode.chapters_name, chapters_json(episode.timeline)
    yield FEED_NAME, feed_xml(programme, episodes, url)


def feed_xml(programme: Programme, episodes: Sequence[Episode], url: str) -> bytes:
    """Return the feed. Equal programmes give equal bytes."""
    for prefix, namespace in (("itunes", _ITUNES), ("podcast", _PODCAST), ("atom", _ATOM)):
        ET.register_namespace(prefix, namespace)
    rss = ET.Element("rss", {"version": "2.0"})
    channel = ET.SubElement(rss, "channel")
    _add(channel, "title", programme.title)
    _add(channel, "link", url)
    _add(channel, "description", " ".join(text.text for text in programme.paragraphs) or programme.title)
    _add(channel, "language", programme.language)
    _add(channel, "generator", f"voiceguide {__version__}")
    _add(channel, f"{{{_ATOM}}}link", href=f"{url}{FEED_NAME}", rel="self", type="application/rss+xml")
    _add(channel, f"{{{_ITUNES}}}author", ARTIST)
    _add(channel, f"{{{_ITUNES}}}image", href=f"{url}{COVER_NAME}")
    _add(channel, f"{{{_ITUNES}}}category", text="Health & Fitness")
    _add(channel, f"{{{_ITUNES}}}explicit", "false")
    _add(channel, f"{{{_ITUNES}}}type", "serial")
    address = f"{url}{FEED_NAME}".partition("://")[2]
    _add(channel, f"{{{_PODCAST}}}guid", str(uuid.uuid5(_GUID_NAMESPACE, address)))
    _add(channel, f"{{{_PODCAST}}}medium", "podcast")
    for number, episode in enumerate(episodes, start=1):
        _add_episode(channel, programme, episode, number, url)
    ET.indent(rss)
    content: bytes = ET.tostring(rss, encoding="utf-8", xml_declaration=True)
    return content + b"\n"


def _add_episode(channel: ET.Element, programme: Programme, episode: Episode, number: int, url: str) -> None:
    dated = episode.dated
    times = programme.times(dated.scheduled.line)
    published = datetime.combine(dated.date, time(*divmod(times[0] if times else 0, 60)), tzinfo=UTC)
    remarks = " ".join(remark.text for remark in dated.scheduled.line.remarks)
    item = ET.SubElement(channel, "item")
    _add(item, "title", f"{dated.date} {dated.title}")
    _add(item, "description", remarks or dated.title)
    _add(
        item,
        "guid",
        f"{programme.name}-{dated.date:%Y%m%d}-{dated.scheduled.order}@voiceguide",
        isPermaLink="false",
    )
    _add(item, "pubDate", format_datetime(published))
    audio = {"url": url + quote(dated.file_name), "length": str(episode.size), "type": "audio/mpeg"}
    _add(item, "enclosure", **audio)
    _add(item, f"{{{_ITUNES}}}duration", str(round(units.to_seconds(episode.timeline.length))))
    _add(item, f"{{{_ITUNES}}}episode", str(number))
    _add(item, f"{{{_ITUNES}}}season", str(dated.scheduled.day.week_number))
    transcript = {
        "url": url + quote(episode.transcript_name),
        "type": "text/vtt",
        "language": programme.language,
    }
    _add(item, f"{{{_PODCAST}}}transcript", **transcript)
    chapters = {"url": url + quote(episode.chapters_name), "type": "application/json+chapters"}
    _add(item, f"{{{_PODCAST}}}chapters", **chapters)


def _add(parent: ET.Element, tag: str, content: str = "", **attributes: str) -> None:
    element = ET.SubElement(parent, tag, attributes)
    element.text = content or None


def chapters_json(timeline: Timeline) -> bytes:
    """Return a session's chapters as JSON, at most MAX_CHAPTERS_PER_HOUR for each hour begun. Times are in seconds."""
    hours = -(-timeline.length // (3600 * units.SAMPLE_RATE))
    chapters = [
        {"startTime": units.to_seconds(chapter.start), "title": chapter.title}
        for chapter in _merge_chapters(timeline.chapters, MAX_CHAPTERS_PER_HOUR * hours)
    ]
    content = {"version": "1.2.0", "title": timeline.title, "chapters": chapters}
    return (json.dumps(content, ensure_ascii=False, indent=1) + "\n").encode()


def _merge_chapters(chapters: Sequence[Chapter], max_count: int) -> list[Chapter]:
    """Return the chapters that remain when the shortest one, again and again, becomes part of the one before it."""
    starts = list(chapters)
    end = starts[-1].end if starts else 0
    while len(starts) > max(max_count, 1):
        lengths = [after.start - chapter.start for chapter, after in pairwise(starts)]
        lengths.append(end - starts[-1].start)
        del starts[min(range(1, len(starts)), key=lengths.__getitem__)]
    return starts
