"""Text files that are written next to a session's audio: captions, and a page to print."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from voiceguide.export.render import SidecarWriter


def sidecar_writers(
    captions: str | Iterable[str] = (), *, transcript: bool = False
) -> dict[str, SidecarWriter]:
    """Return the suffix of each file, and the function that writes it.

    `captions` are names of formats: ("lrc", "vtt"), or one text with commas between them. Raise RequestError for
    an unknown format.
    """
    writers: dict[str, SidecarWriter] = {}
    names = (captions,) if isinstance(captions, str) else tuple(captions)
    if names:
        from voiceguide.views.captions import caption_writers

        writers |= caption_writers(",".join(names))
    if transcript:
        from voiceguide.views.handout import handout_markdown

        writers["-transcript.md"] = handout_markdown
    return writers
