from __future__ import annotations

import io
import zipfile

from voiceguide.share.site.bundle import build_bundle


def names(bundle: bytes) -> set[str]:
    return set(zipfile.ZipFile(io.BytesIO(bundle)).namelist())


def test_bundle_has_the_engine_its_parsers_and_the_scripts() -> None:
    bundle = names(build_bundle({"techniques/a.md": b"text"}))
    assert {
        "voiceguide/share/site/engine.py",
        "voiceguide/script/step_line.lark",
        "voiceguide/scripts/techniques/a.md",
        "lark/lark.py",
        "markdown_it/main.py",
        "mdurl/__init__.py",
    } <= bundle
    assert not any(name.startswith(("voiceguide/cli/", "voiceguide/share/server")) for name in bundle)


def test_equal_input_gives_equal_bytes() -> None:
    assert build_bundle({"a.md": b"a", "b.md": b"b"}) == build_bundle({"b.md": b"b", "a.md": b"a"})
