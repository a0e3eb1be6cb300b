"""Commands for a static site, whose sessions listeners change on the phone: publish and link."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import click

from voiceguide.cli.console import print_message, print_output, print_qr, progress_bar
from voiceguide.cli.path_options import PATH, scripts_option
from voiceguide.cli.session_options import session_and_choice_options, texts_by_option, voice_options
from voiceguide.plan.merge import make_choices

if TYPE_CHECKING:
    from pathlib import Path
    from typing import Any


@click.command()
@click.argument("folder", type=PATH)
@click.argument("sessions", nargs=-1)
@voice_options
@click.option(
    "--runtime", type=PATH, metavar="FOLDER", help="Folder with the page's runtime, in place of npm."
)
@scripts_option
def publish(folder: Path, sessions: tuple[str, ...], *, runtime: Path | None, **options: Any) -> None:  # noqa: ANN401 - click's options
    """Write a site for phones: sessions whose holds the listener changes, offline.

    FOLDER becomes a folder that any web server can serve. Without SESSIONS it has all of them.
    """
    from voiceguide.share.site import publish as site

    choices = replace(make_choices(texts_by_option(options)), scripts_dir=options["scripts"])
    with progress_bar() as on_progress:
        result = site.publish(
            folder, sessions, choices, runtime=runtime, announce=print_message, on_progress=on_progress
        )
    print_output(str(result.folder))
    new_size = sum(result.sizes[name] for name in result.new_files)
    print_message(
        f"{len(result.sizes)} files, {sum(result.sizes.values()) / 1e6:.1f} MB; new or changed: "
        f"{len(result.new_files)} files, {new_size / 1e6:.1f} MB. HOSTING.txt says how to put it on the web."
    )


@click.command()
@session_and_choice_options
@click.option("--site", required=True, metavar="URL", help="Address of the published site.")
def link(session: str, *, site: str, **options: Any) -> None:  # noqa: ANN401 - click's options
    """Print the address of a session with these choices on a published site, and its code."""
    from voiceguide.export.session import resolve_session
    from voiceguide.plan.planner import make_plan
    from voiceguide.share.qr import qr_lines
    from voiceguide.share.site.links import session_link

    texts = texts_by_option(options)
    resolved, library = resolve_session(session, options["scripts"])
    make_plan(resolved, library, make_choices(texts))  # refuses what the page would refuse
    address = session_link(site, resolved.name, texts)
    print_qr(qr_lines(address))
    print_output(address)
