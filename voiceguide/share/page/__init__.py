"""The page that a phone is shown: what it is made of, and what it is told of a session."""

from __future__ import annotations

import html
import json
from importlib.resources import files
from string import Template
from typing import TYPE_CHECKING
from urllib.parse import quote

from voiceguide.export import file_tags

if TYPE_CHECKING:
    from voiceguide.share.content import SharedContent

_ENGLISH = {
    "play": "Play",
    "pause": "Pause",
    "player": "Player",
    "previous": "Previous chapter",
    "next": "Next chapter",
    "words": "Words",
    "chapters": "Chapters",
    "save": "Save the file",
    "trim": file_tags.TRIM_SILENCE_NOTE,
    "proof": file_tags.TRIM_PROOF_NOTE,
    "lost": "The sound cannot be reached. Is the computer still sharing it?",
}
_GERMAN = {
    "play": "Abspielen",
    "pause": "Anhalten",
    "player": "Abspielgerät",
    "previous": "Voriger Abschnitt",
    "next": "Nächster Abschnitt",
    "words": "Text",
    "chapters": "Abschnitte",
    "save": "Datei sichern",
    "trim": "Schalten Sie im Player das Kürzen von Stille aus: Es würde die Haltezeiten verkürzen.",
    "proof": "In der Stille liegt ein sehr tiefer Ton, damit das Kürzen von Stille keine Haltezeit trifft.",
    "lost": "Der Ton ist nicht zu erreichen. Gibt der Computer ihn noch frei?",
}

COVER_FILE_NAME = "cover.jpg"

PAGE_STRINGS = {"en": _ENGLISH, "de": _GERMAN}


def page_html(content: SharedContent) -> bytes:
    """The page itself. Whatever an author wrote stands in it as text."""
    strings = PAGE_STRINGS[content.language]
    placeholders = {
        **strings,
        "language": content.language,
        "title": content.title,
        "audio": quote(content.file_name),
        "note": strings["proof" if content.trim_proof else "trim"],
    }
    lines = read_asset("page.html").decode().splitlines(keepends=True)
    template = Template("".join(line for line in lines if content.cover or COVER_FILE_NAME not in line))
    return template.substitute({name: html.escape(text) for name, text in placeholders.items()}).encode()


def session_json(content: SharedContent) -> bytes:
    """What the page's script is told, as JSON; times in seconds."""
    payload = {
        "title": content.title,
        "length": content.seconds,
        "cover": COVER_FILE_NAME if content.cover else "",
        "chapters": [{"start": start, "end": end, "title": title} for start, end, title in content.chapters],
        "lines": [{"start": start, "text": text} for start, text in content.lines],
    }
    return json.dumps(payload).encode()


def read_asset(name: str) -> bytes:
    """A file of the page, as it is shipped."""
    return (files(__package__) / name).read_bytes()
