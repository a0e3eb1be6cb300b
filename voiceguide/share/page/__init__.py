"""Web page of a shared session: its files, and the session as JSON for its script."""

from __future__ import annotations

import html
import json
from dataclasses import asdict
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING
from urllib.parse import quote

from voiceguide.language import LANGUAGES

if TYPE_CHECKING:
    from voiceguide.share.content import SharedContent

COVER_FILE_NAME = "cover.jpg"


def page_html(content: SharedContent) -> bytes:
    """Return the page of a session. Text from scripts and tags is escaped."""
    language = LANGUAGES[content.language]
    strings = asdict(language.page)
    placeholders = {
        **strings,
        "language": content.language,
        "title": content.title,
        "audio": quote(content.file_name),
        "note": language.trim_proof_note if content.trim_proof else language.trim_advice,
    }
    lines = read_asset("page.html").decode().splitlines(keepends=True)
    template = Template("".join(line for line in lines if content.cover or COVER_FILE_NAME not in line))
    return template.substitute({name: html.escape(text) for name, text in placeholders.items()}).encode()


def session_json(content: SharedContent) -> bytes:
    """Return the session as JSON for the page's script; times are in seconds."""
    payload = {
        "title": content.title,
        "length": content.seconds,
        "cover": COVER_FILE_NAME if content.cover else "",
        "chapters": [{"start": start, "end": end, "title": title} for start, end, title in content.chapters],
        "lines": [{"start": start, "text": text} for start, text in content.lines],
    }
    return json.dumps(payload).encode()


def read_asset(name: str) -> bytes:
    """Return a file of the page, as shipped."""
    return (files(__package__) / name).read_bytes()
