"""A session stitched by the core alone, from a pack of clips and a cover that was drawn beforehand.

    python -m tests.helpers.core_session SESSION OPTIONS PACK COVER

This runs it as a program in which optional libraries cannot be imported and no thread can be started. OPTIONS are
JSON, COVER is named after its minutes (10.jpg), and the MP3 goes to stdout.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from voiceguide.export.clips import ClipSource

BLOCKED_MODULES = {
    *("numpy", "PIL", "click", "rich", "soxr", "lameenc", "pydub", "onnxruntime", "tomlkit", "filelock"),
    *("platformdirs", "av", "num2words", "starlette", "uvicorn"),
}
"""Libraries that the core does without."""


def stitch_session(name: str, options: dict[str, str], clips: ClipSource) -> bytes:
    """Return a shipped session as an MP3 file made of these clips. `options` are `length` and `hold`, as text."""
    from voiceguide.export.session import lay_out_plan
    from voiceguide.plan.planner import make_plan
    from voiceguide.script.files import shipped_dir
    from voiceguide.script.library import Library

    library = Library(shipped_dir())
    plan = make_plan(library.session(name), library, parse_choices(options))
    return b"".join(lay_out_plan(plan, clips).mp3_file().read())


def parse_choices(options: dict[str, str]) -> Any:  # noqa: ANN401 - Choices, imported after the hooks are set
    """Return the choices that `options` (`length` and `hold`, as text) mean, spoken by the silent voice."""
    from voiceguide.plan.options import Choices
    from voiceguide.plan.parsers import parse_hold, parse_length

    return Choices(
        voice="silent",
        length=parse_length(options["length"]) if "length" in options else 0,
        overrides=(parse_hold(options["hold"]),) if "hold" in options else (),
    )


class _BlockedImports:
    """Import hook that refuses BLOCKED_MODULES."""

    def find_spec(self, name: str, _path: object = None, _target: object = None) -> None:
        """Raise ImportError for a blocked module; leave any other to the next finder."""
        if name.partition(".")[0] in BLOCKED_MODULES:
            raise ImportError(f"{name} is blocked")


def block_optional_features() -> None:
    """Make imports of BLOCKED_MODULES, starts of threads and questions about the machine raise an error."""
    import _thread
    import platform
    import threading

    def refuse(*_: object, **__: object) -> Any:  # noqa: ANN401 - never returns
        raise RuntimeError("The core starts no thread and does not depend on the machine.")

    sys.meta_path.insert(0, _BlockedImports())
    for module, name in (
        (threading.Thread, "start"),
        (threading, "_start_new_thread"),
        (_thread, "start_new_thread"),
        (platform, "machine"),
        (platform, "uname"),
    ):
        setattr(module, name, refuse)


def main(session: str, options: str, pack_file: str, cover_file: str) -> None:
    """Write a session to stdout, made of the clips in a pack and of a cover for its length."""
    block_optional_features()
    from voiceguide.export.clip_pack import ClipPack, PackedClips

    cover = Path(cover_file)
    clips = PackedClips("silent:hum", "bowl", [ClipPack.decode(Path(pack_file).read_bytes())])
    clips.covers[int(cover.stem)] = cover.read_bytes()
    mp3 = stitch_session(session, json.loads(options), clips)
    loaded = BLOCKED_MODULES & {name.partition(".")[0] for name in sys.modules}
    if loaded:
        raise SystemExit(f"loaded: {sorted(loaded)}")
    sys.stdout.buffer.write(mp3)


if __name__ == "__main__":
    main(*sys.argv[1:])
