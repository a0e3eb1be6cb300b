"""Sentences on what the rounds of a script come to, with estimated lengths."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from voiceguide.checks.estimate import estimate
from voiceguide.errors import VoiceguideError
from voiceguide.fit.fit import fit
from voiceguide.plan.options import Choices
from voiceguide.plan.planner import make_plan
from voiceguide.score.layout import lay_out
from voiceguide.score.round_sums import find_round_sums
from voiceguide.score.score import write_score
from voiceguide.script.files import detect_kind, script_files
from voiceguide.script.library import open_library, read_with_library
from voiceguide.script.model import Technique
from voiceguide.script.reader import SHARED_FILE_READERS
from voiceguide.script.source import read_text
from voiceguide.script.uses import as_session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from voiceguide.script.library import Library


def round_sums(paths: tuple[Path, ...], scripts_dir: Path | None = None) -> Iterator[str]:
    """Yield “FILE:9:3: A round takes 42 s: …” for each repeated step of the scripts in these files.

    A file with errors is left out, since they are reported elsewhere.
    """
    library = open_library(scripts_dir)
    for file in (file for path in paths for file in script_files(path)):
        try:
            yield from _sums_of_file(file, library) if file.name not in SHARED_FILE_READERS else ()
        except VoiceguideError:
            continue


def _sums_of_file(file: Path, library: Library) -> Iterator[str]:
    if detect_kind(read_text(file, str(file))) == "programmes":
        return
    script, script_library = read_with_library(file, library)
    session = as_session(script) if isinstance(script, Technique) else script
    measure = partial(estimate, language=session.language)
    plan = fit(make_plan(session, script_library, Choices()), measure)
    timeline = lay_out(session.name, session.title, write_score(plan), measure)
    for found in find_round_sums(timeline.events):
        if found.source and found.source.file == script.location.file:
            yield f"{found.source}: {found}"
