"""The commands for those who write scripts, or look for one."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from voiceguide.cli.console import print_message, print_output
from voiceguide.cli.options import parse_or_default, scripts_option
from voiceguide.errors import RequestError


@click.command(name="list")
@scripts_option
def list_(scripts: str | None) -> None:
    """List sessions and techniques, about how long they last, and what can be changed."""
    from voiceguide.checks import catalog
    from voiceguide.script.library import open_library

    print_output(catalog.format_catalog(open_library(parse_or_default(Path, scripts, None))))


@click.command()
@click.argument("paths", nargs=-1, metavar="[PATH]…")
@click.option("--json", "as_json", is_flag=True, help="As data, for editors.")
@scripts_option
def check(paths: tuple[str, ...], scripts: str | None, *, as_json: bool) -> None:
    """Check scripts: every problem, at file:line:col. Without a path, all that are shipped."""
    from voiceguide.checks import check as checkup
    from voiceguide.checks import diagnostics

    count, problems = checkup.check(tuple(map(Path, paths)), parse_or_default(Path, scripts, None))
    if as_json:
        print_output(json.dumps([asdict(problem) for problem in problems], indent=1))
    else:
        print_message(
            "\n".join((*diagnostics.format_diagnostics(problems), checkup.format_tally(count, problems)))
        )
    if any(problem.severity == "error" for problem in problems):
        sys.exit(RequestError.exit_code)


@click.command(name="format")
@click.argument("paths", nargs=-1, metavar="PATH…")
@click.option("--check", "only_told", is_flag=True, help="Change nothing: list what would change.")
def format_(paths: tuple[str, ...], *, only_told: bool) -> None:
    """Lay scripts out in one way, comments and all. What they mean stays the same."""
    from voiceguide.script import format_files

    count, changed_paths = format_files.format_scripts(tuple(map(Path, paths)), write=not only_told)
    for path in changed_paths:
        print_output(str(path)) if only_told else print_message(f"{path} is laid out anew.")
    if not changed_paths:
        print_message(f"{count} {'script' if count == 1 else 'scripts'} read: nothing to change.")
    elif only_told:
        sys.exit(1)


@click.command()
@click.argument("name")
def new(name: str) -> None:
    """Write NAME.md: a commented script to start from."""
    from voiceguide.script import template

    path = template.write_template(name)
    print_message(f"{path} is written: change it, then try “voiceguide check {path}”.")
