"""Commands about scripts: list, check, format and new."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from typing import TYPE_CHECKING

import click

from voiceguide.cli.console import print_message, print_output
from voiceguide.cli.path_options import PATH, scripts_option
from voiceguide.errors import RequestError
from voiceguide.language import LANGUAGES
from voiceguide.script.encoding import ENCODINGS

if TYPE_CHECKING:
    from pathlib import Path


@click.command(name="list")
@click.option("--language", metavar="CODE", default="en", help=f"{' or '.join(LANGUAGES)}; by default en.")
@scripts_option
def list_(scripts: Path | None, language: str) -> None:
    """List sessions and techniques, their approximate length, and the values that can be changed."""
    from voiceguide.checks.catalog import format_catalog
    from voiceguide.plan.parsers import one_of
    from voiceguide.script.library import open_library

    print_output(format_catalog(open_library(scripts, one_of(LANGUAGES, "language")(language))))


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]…", type=PATH)
@click.option("--json", "as_json", is_flag=True, help="Print the problems as JSON, for editors.")
@scripts_option
def check(paths: tuple[Path, ...], scripts: Path | None, *, as_json: bool) -> None:
    """Check scripts: report every problem, at file:line:col. Without PATH, check all scripts."""
    from voiceguide.checks.check import check as check_scripts
    from voiceguide.checks.check import format_tally
    from voiceguide.checks.diagnostics import format_diagnostics

    count, problems = check_scripts(paths, scripts)
    if as_json:
        print_output(json.dumps([asdict(problem) for problem in problems], indent=1))
    else:
        from voiceguide.checks.rounds import round_sums

        sums = round_sums(paths, scripts)
        print_message("\n".join((*format_diagnostics(problems), *sums, format_tally(count, problems))))
    if any(problem.severity == "error" for problem in problems):
        sys.exit(RequestError.exit_code)


@click.command(name="format")
@click.argument("paths", nargs=-1, metavar="PATH…", type=PATH)
@click.option("--check", "check_only", is_flag=True, help="Change nothing: list the files that would change.")
@click.option(
    "--from", "encoding", type=click.Choice(ENCODINGS), help="Convert files in this encoding to UTF-8."
)
def format_(paths: tuple[Path, ...], *, check_only: bool, encoding: str | None) -> None:
    """Format scripts in one style, comments included, without changing their meaning."""
    from voiceguide.script.format_files import format_scripts

    count, changed_paths = format_scripts(paths, write=not check_only, encoding=encoding)
    for path in changed_paths:
        print_output(str(path)) if check_only else print_message(f"{path} is formatted.")
    if not changed_paths:
        print_message(f"{count} {'script' if count == 1 else 'scripts'} read: nothing to change.")
    elif check_only:
        sys.exit(1)


@click.command()
@click.argument("name")
def new(name: str) -> None:
    """Write NAME.md: a commented script to start from."""
    from voiceguide.script.template import write_template

    path = write_template(name)
    print_message(f"{path} is written. Change it, then run “voiceguide check {path}”.")
