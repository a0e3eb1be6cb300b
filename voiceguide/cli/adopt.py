"""Command that makes a draft of a script from a handout: adopt."""

from __future__ import annotations

import os
from pathlib import Path

import click

from voiceguide.cli.console import print_message
from voiceguide.cli.path_options import PATH
from voiceguide.errors import RequestError


@click.command()
@click.argument("file", type=PATH)
@click.option(
    "-o", "--output", metavar="FILE", type=PATH, help="File of the draft; by default NAME.md in this folder."
)
def adopt(file: Path, output: Path | None) -> None:
    """Make a draft of a script from a handout: text, Markdown, HTML, Word or PDF.

    Doses become steps and values, warnings become notes, and a comment marks every guess. Nothing is lost: words that
    cannot be spoken stand in comments. PDF and Word need the extra: pip install "voiceguide[adopt]".
    """
    from voiceguide.checks.check import check, format_tally
    from voiceguide.checks.diagnostics import format_diagnostics
    from voiceguide.files.atomic import write_text
    from voiceguide.script.adopt.document import read_document
    from voiceguide.script.adopt.draft import draft_script
    from voiceguide.script.files import script_name

    target = output or Path(f"{script_name(file)}.md")
    if os.path.lexists(target):
        raise RequestError(f"{target} already exists. Choose another name with -o.")
    write_text(target, draft_script(read_document(file), file.name))
    count, problems = check((target,))
    if problems:
        print_message("\n".join((*format_diagnostics(problems), format_tally(count, problems))))
    print_message(f"{target} is a draft. Read it beside {file}, above all what follows a comment.")
