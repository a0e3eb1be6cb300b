"""A session stitched by the core alone, from clips and a cover that a cache has: what a phone does.

    python -m tests.helpers.core_session KEYS.json

This runs it as a program in which optional libraries cannot be imported and no thread can be started. KEYS.json has
the session's name, its choices, the cache folder, the voice's name and the cache keys of sounds. The MP3 goes to
stdout.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path
from types import SimpleNamespace
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Callable

    from voiceguide.score.items import Sound

BLOCKED_MODULES = {
    *("numpy", "PIL", "click", "rich", "soxr", "lameenc", "pydub", "onnxruntime", "tomlkit", "filelock"),
    *("platformdirs", "av", "num2words", "starlette", "uvicorn"),
}
"""Libraries that the core does without."""


def stitch_session(
    name: str, options: dict[str, str], cache_root: Path, voice_name: str, key: Callable[[Sound], str]
) -> bytes:
    """Return a shipped session as an MP3 file, made of cached clips. `options` are `length` and `hold`, as text.

    `key` returns the cache key of a sound's clip. Raise KeyError for a sound whose clip is not cached.
    """
    from voiceguide.cache import Cache
    from voiceguide.export.clips import Clip, ClipReader
    from voiceguide.export.session import LaidOutSession
    from voiceguide.fit.durations import Durations
    from voiceguide.fit.fit import fit_with_durations
    from voiceguide.plan.planner import make_plan
    from voiceguide.score.layout import lay_out
    from voiceguide.score.score import write_score
    from voiceguide.script.files import shipped_dir
    from voiceguide.script.library import Library

    cache = Cache(cache_root)
    keys: Any = SimpleNamespace(key=key)
    reader = ClipReader(cache, keys)

    def clip(sound: Sound) -> Clip:
        if found := reader.find(sound):
            return found
        raise KeyError(sound)

    library = Library(shipped_dir())
    session = library.session(name)
    durations = Durations(clip)
    unfitted_plan = make_plan(session, library, parse_choices(options))
    list(durations.items(unfitted_plan))
    plan = fit_with_durations(unfitted_plan, durations)
    timeline = lay_out(session.name, session.title, write_score(plan), clip, plan.notes)
    clips: Any = SimpleNamespace(
        voice=SimpleNamespace(name=voice_name), cache=cache, clip=clip, data=reader.data
    )
    return b"".join(LaidOutSession(timeline, plan, clips).mp3_file().read())


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


def main(manifest_file: str) -> None:
    """Write the session of a manifest to stdout."""
    block_optional_features()
    from voiceguide.score.items import Sound

    manifest = json.loads(Path(manifest_file).read_text(encoding="utf-8"))
    keys = {Sound(*sound): key for *sound, key in manifest["keys"]}
    mp3 = stitch_session(
        manifest["session"],
        manifest["options"],
        Path(manifest["cache"]),
        manifest["voice"],
        keys.__getitem__,
    )
    loaded = BLOCKED_MODULES & {name.partition(".")[0] for name in sys.modules}
    if loaded:
        raise SystemExit(f"loaded: {sorted(loaded)}")
    sys.stdout.buffer.write(mp3)


if __name__ == "__main__":
    main(sys.argv[1])
