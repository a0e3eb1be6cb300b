"""Command that serves a session to a phone: share."""

from __future__ import annotations

from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from voiceguide.cli.console import print_message, print_messages, print_output, print_qr, progress_bar
from voiceguide.cli.session_options import choices_from_options, session_and_choice_options
from voiceguide.export.formats import FORMATS, name_list

if TYPE_CHECKING:
    from collections.abc import Iterator

    from voiceguide.share.content import SharedContent


@click.command(
    help=f"""Share a session or an audio file with a phone until this is stopped.

    SESSION may be the path of an {name_list().upper().replace(" OR ", " or ")} file.
    """
)
@session_and_choice_options
@click.option("--lan", is_flag=True, help="Share it with phones on the same Wi-Fi network.")
@click.option(
    "--address",
    default="",
    metavar="ADDRESS",
    help="Share it at this address, if the computer has several: one that the phone can reach.",
)
def share(session: str, *, lan: bool, address: str, **options: Any) -> None:  # noqa: ANN401, D103 - click's options, and help is made from FORMATS
    from voiceguide.share import server

    server.require_packages()
    listener = server.open_listener(lan=lan, address=address)
    lan = lan or bool(address)
    with listener.sock, _content_to_share(session, options) as content:
        has_qr = False
        if lan:
            from voiceguide.share.qr import qr_lines

            has_qr = print_qr(qr_lines(listener.url))
        print_output(listener.url)
        print_message(_instructions(content.title, listener.host.rpartition(":")[2], lan=lan, has_qr=has_qr))
        server.serve(content, listener)


@contextmanager
def _content_to_share(session: str, options: dict[str, Any]) -> Iterator[SharedContent]:
    from voiceguide.share import content

    path = Path(session)
    if path.suffix.lower() in FORMATS:
        with content.open_content(path) as file_content:
            yield file_content
        return
    from voiceguide.export.session import lay_out_session

    with progress_bar() as on_progress:
        laid_out_session = lay_out_session(
            session, choices_from_options(options, session), on_progress=on_progress
        )
    print_messages(laid_out_session.notes)
    yield content.content_from_session(laid_out_session)


def _instructions(title: str, port: str, *, lan: bool, has_qr: bool) -> str:
    stop_hint = "Press Ctrl-C to stop."
    if not lan:
        return (
            f"“{title}” can be opened on this computer; with --lan, on a phone on the same Wi-Fi network. "
            f"{stop_hint}"
        )
    instruction = (
        "Scan the code with the phone's camera, or type the address"
        if has_qr
        else "Type the address on the phone"
    )
    return (
        f"{instruction}, to hear “{title}”. {stop_hint}\n"
        "If the phone cannot connect: it must be on the same Wi-Fi network, not on a guest network; this computer's\n"
        f"firewall must allow port {port}; a VPN on either may block the connection. If this computer has\n"
        "several addresses, “--address” chooses another one."
    )
