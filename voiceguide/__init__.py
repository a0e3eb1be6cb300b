"""voiceguide: technique scripts become a spoken session on your phone.

    import voiceguide as vg

    vg.render("upper-back-reset", "session.mp3", length="10:00", hold={"seated-twist": "25s"})

The names in `__all__` are the public API, described in docs/api.md; every other module may change.
"""

from __future__ import annotations

from voiceguide.versions import __version__

TYPE_CHECKING = False  # the one of typing would take as long to import as all else before signals are handled
if TYPE_CHECKING:
    from voiceguide.api import (
        AudioError,
        Chapter,
        Event,
        FileError,
        LimitError,
        Location,
        PictureError,
        Problem,
        RenderedFile,
        RenderedProgramme,
        RequestError,
        Script,
        ScriptError,
        Session,
        ShareError,
        Stream,
        Technique,
        Timeline,
        VoiceError,
        VoiceguideError,
        VoiceInfo,
        captions,
        check,
        load,
        parse,
        programme,
        render,
        stream,
        timeline,
        to_json,
        voices,
    )

__all__ = [
    "AudioError",
    "Chapter",
    "Event",
    "FileError",
    "LimitError",
    "Location",
    "PictureError",
    "Problem",
    "RenderedFile",
    "RenderedProgramme",
    "RequestError",
    "Script",
    "ScriptError",
    "Session",
    "ShareError",
    "Stream",
    "Technique",
    "Timeline",
    "VoiceError",
    "VoiceInfo",
    "VoiceguideError",
    "__version__",
    "captions",
    "check",
    "load",
    "parse",
    "programme",
    "render",
    "stream",
    "timeline",
    "to_json",
    "voices",
]

if not TYPE_CHECKING:  # a type checker would take any name to exist

    def __getattr__(name: str) -> object:
        """Import the API with the first public name that is used (PEP 562): a command needs none of it."""
        if name not in __all__:
            raise AttributeError(f"module “voiceguide” has no attribute “{name}”")
        from voiceguide import api

        return getattr(api, name)


def __dir__() -> list[str]:
    return __all__
