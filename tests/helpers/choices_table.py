"""Table of what a listener's choices do to scripts: lengths ± 15 %, longer holds, one more round, each level.

    python -m tests.helpers.choices_table FOLDER

prints, for each script of a folder, its length with the silent voice, then a line for each choice: the length that it
gives and the notes, or the sentence of the refusal.
"""

from __future__ import annotations

import argparse
from fractions import Fraction
from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide import units
from voiceguide.errors import VoiceguideError
from voiceguide.export.session import lay_out_session
from voiceguide.plan.merge import make_choices
from voiceguide.script.files import script_files
from voiceguide.script.library import open_library, read_with_library
from voiceguide.script.model import Technique
from voiceguide.script.uses import as_session

if TYPE_CHECKING:
    from collections.abc import Iterator


def choices_rows(file: Path) -> Iterator[tuple[str, str]]:
    """Yield a choice, and what it gives, for one script."""
    script, library = read_with_library(file, open_library())
    session = as_session(script) if isinstance(script, Technique) else script

    def result(**options: str) -> tuple[int, str]:
        choices = make_choices({name: (text,) for name, text in {"voice": "silent", **options}.items()})
        try:
            timeline = lay_out_session((session, library), choices).timeline
        except VoiceguideError as error:
            return 0, str(error)
        return timeline.length, "; ".join((units.format_clock(timeline.length), *timeline.notes))

    length, text = result()
    yield "as written", text
    for percent in (85, 115) if length else ():
        asked = units.format_clock(int(Fraction(length * percent, 100)))
        yield f"--length {asked}", result(length=asked)[1]
    yield "--hold longer", result(hold="longer")[1]
    yield "--rounds +1", result(rounds="+1")[1]
    yield from ((f"--level {level}", result(level=level)[1]) for level in ("gentle", "strong"))


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("folder", type=Path)
    for file in script_files(parser.parse_args().folder):
        for _choice, _text in choices_rows(file):
            pass


if __name__ == "__main__":
    main()
