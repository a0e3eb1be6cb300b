"""The commands that take a session: what is heard, made or shown."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import click

from voiceguide import units
from voiceguide.cli.choosing import choices, choosing
from voiceguide.cli.telling import say, tell, watching


@click.command()
@choosing
@click.option("-o", "--output", metavar="FILE", help="Where to write: .mp3 or .wav.")
def render(session: str, output: str | None, **options: Any) -> None:  # noqa: ANN401 - click's options
    """Make the session's file."""
    from voiceguide import render as house  # noqa: PLC0415 - commands load only what they use

    with watching() as watch:
        done = house.render(
            session, choices(options), Path(output) if output is not None else None, watch=watch
        )
    for note in done.performance.timeline.notes:
        say(note)
    for note in house.remarks(done.performance, options["voice"]):
        say(note)
    length = units.clock(done.performance.timeline.length)
    voice = done.performance.booth.voice.name
    say(
        f"{done.path} · {length} · {done.size / 1_000_000:.1f} MB · {voice} · send it to your phone by "
        "cable, cloud drive or mail, and switch trim-silence off in the player."
    )


@click.command()
@choosing
@click.option("--json", "as_json", is_flag=True, help="As data: the timeline contract.")
def show(session: str, *, as_json: bool, **options: Any) -> None:  # noqa: ANN401 - click's options
    """Show the timeline: what is heard when."""
    from voiceguide import render as house  # noqa: PLC0415 - commands load only what they use
    from voiceguide.session import table, timeline  # noqa: PLC0415 - as above

    with watching() as watch:
        performance = house.perform(session, choices(options), watch=watch)
    for note in (*performance.timeline.notes, *house.remarks(performance, options["voice"])):
        say(note)
    if as_json:
        tell(json.dumps(timeline.as_json(performance.timeline), indent=1))
    else:
        tell(table.table(performance.timeline))
