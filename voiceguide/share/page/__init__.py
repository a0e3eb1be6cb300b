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
    from voiceguide.share.content import Shared

_ENGLISH = {
    "play": "Play",
    "pause": "Pause",
    "player": "Player",
    "previous": "Previous chapter",
    "next": "Next chapter",
    "words": "Words",
    "chapters": "Chapters",
    "save": "Save the file",
    "trim": file_tags.TRIM_SILENCE,
    "proof": file_tags.TRIM_PROOF,
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

COVER = "cover.jpg"

WORDINGS = {"en": _ENGLISH, "de": _GERMAN}


def page(shared: Shared) -> bytes:
    """The page itself. Whatever an author wrote stands in it as text."""
    words = WORDINGS[shared.language]
    filled = {
        **words,
        "language": shared.language,
        "title": shared.title,
        "audio": quote(shared.name),
        "note": words["proof" if shared.trim_proof else "trim"],
    }
    lines = asset("page.html").decode().splitlines(keepends=True)
    template = Template("".join(line for line in lines if shared.cover or COVER not in line))
    return template.substitute({name: html.escape(text) for name, text in filled.items()}).encode()


def data(shared: Shared) -> bytes:
    """What the page's script is told, as JSON; times in seconds."""
    told = {
        "title": shared.title,
        "length": shared.length,
        "cover": COVER if shared.cover else "",
        "chapters": [{"start": start, "end": end, "title": title} for start, end, title in shared.chapters],
        "lines": [{"start": start, "text": text} for start, text in shared.lines],
    }
    return json.dumps(told).encode()


def asset(name: str) -> bytes:
    """A file of the page, as it is shipped."""
    return (files(__package__) / name).read_bytes()
