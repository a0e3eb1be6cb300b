"""The command that brings a session to the phone."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from voiceguide.cli.console import draw, say, tell, watching
from voiceguide.cli.session_options import choices, choosing

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.share.content import Shared


@click.command()
@choosing
@click.option("--lan", is_flag=True, help="Let phones in the same Wi-Fi have it.")
@click.option(
    "--address",
    default="",
    metavar="ADDRESS",
    help="The same, where this computer has several addresses: the one that the phone can reach.",
)
def share(session: str, *, lan: bool, address: str, **options: Any) -> None:  # noqa: ANN401 - click's options
    """Share a session, or a file made before, as long as this runs.

    SESSION may be the path of an MP3, M4A, OGG, FLAC or WAV file.
    """
    from voiceguide.share import server

    server.ready()
    door = server.open_door(lan=lan, address=address)
    lan = lan or bool(address)
    with door.listening, _what(session, options) as what:
        drawn = False
        if lan:
            from voiceguide.share.qr import code

            drawn = draw(code(door.address))
        tell(door.address)
        say(_what_to_do(what.title, door.host.rpartition(":")[2], lan=lan, drawn=drawn))
        server.serve(what, door)


@contextmanager
def _what(session: str, options: dict[str, Any]) -> Iterator[Shared]:
    from voiceguide.share import content

    file = Path(session)
    if file.suffix.lower() in content.MEDIA:
        with content.file(file) as opened:
            yield opened
        return
    from voiceguide.export import render as house

    with watching() as watch:
        performance = house.perform(session, choices(options, session), watch=watch)
    for note in (*performance.timeline.notes, *house.remarks(performance, options["voice"])):
        say(note)
    yield content.session(performance)


def _what_to_do(title: str, port: str, *, lan: bool, drawn: bool) -> str:
    end = "Ctrl-C ends it."
    if not lan:
        return f"“{title}” can be opened on this computer; with --lan, on a phone in the same Wi-Fi. {end}"
    how = "Scan the code with the phone's camera, or type the address" if drawn else "Type the address on it"
    return (
        f"{how}, to hear “{title}”. {end}\n"
        "If the phone cannot connect: it must be in the same Wi-Fi, and not in one for guests; a firewall\n"
        f"here must let it reach port {port}; a VPN, on either, may be in the way. Where this computer has\n"
        "several addresses, “--address” takes another one."
    )
