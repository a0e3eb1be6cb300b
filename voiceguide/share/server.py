"""The only door to uvicorn: shares a session for as long as the program runs."""

from __future__ import annotations

import gc
import logging
import os
import socket
import threading
from dataclasses import dataclass
from ipaddress import IPv4Address
from os import strerror
from secrets import token_urlsafe
from typing import TYPE_CHECKING, cast

from voiceguide.errors import RequestError, ShareError
from voiceguide.script.source import printable
from voiceguide.share.idle_connections import IdleConnectionReaper, raise_connection_limit

if TYPE_CHECKING:
    from types import FrameType

    import uvicorn

    from voiceguide.share.content import SharedContent
    from voiceguide.share.idle_connections import Connection

LOOPBACK = "127.0.0.1"
PREFERRED_PORT = 8642
"""Asked for first, so that a firewall needs to be told once; any other will do."""

_TOKEN_BYTES = 16
_PROBE_ADDRESS = ("192.0.2.1", 9)  # kept free for documentation (RFC 5737); nothing is sent there
_SHUTDOWN_TIMEOUT = 0
_EXIT_TIMEOUT = 1.5
"""Seconds after a signal: hundreds of connections take longer to be closed one by one."""
_ADDRESS_HINT = (
    "“ipconfig” (Windows), “ifconfig” (macOS) or “ip address” (Linux) lists this computer's addresses."
)
_MISSING_PACKAGE = "Sharing needs a package that is missing: pip install starlette uvicorn segno ({error})"


@dataclass(frozen=True)
class Listener:
    """An open socket, and the token without which nothing is behind it."""

    sock: socket.socket
    token: str

    @property
    def host(self) -> str:
        """Address and port, as requests must name them."""
        address, port = self.sock.getsockname()
        return f"{address}:{port}"

    @property
    def url(self) -> str:
        """What a browser is given."""
        return f"http://{self.host}/{self.token}/"

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """Every way to name us rightly."""
        address, port = self.sock.getsockname()
        return frozenset({self.host, f"localhost:{port}"} if address == LOOPBACK else {self.host})


def open_listener(*, lan: bool, address: str = "") -> Listener:
    """Listens, on this computer alone or in its local network; on an `address` of it, if one is given.

    Raises AskedError, ShareError.
    """
    bind_address = _parse_address(address) if address else lan_address() if lan else LOOPBACK
    for port in (PREFERRED_PORT, 0):
        try:
            return Listener(
                socket.create_server((bind_address, port), backlog=2048), token_urlsafe(_TOKEN_BYTES)
            )
        except OSError as error:
            reason = strerror(error.errno) if error.errno else str(error)
    hint = f" {_ADDRESS_HINT}" if address else ""
    raise ShareError(f"This computer cannot be reached at {bind_address}: {reason}.{hint}")


def lan_address() -> str:
    """The address that the local network knows this computer by. Raises ShareError without a network."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        try:
            probe.connect(_PROBE_ADDRESS)
            address = str(probe.getsockname()[0])
        except OSError:
            address = LOOPBACK
    if address.startswith("127."):
        raise ShareError("This computer is in no network. Join the phone's Wi-Fi, then try again.")
    return address


def _parse_address(address: str) -> str:
    """An address that a phone can be given. Raises AskedError."""
    try:
        ip = IPv4Address(address)
    except ValueError as error:
        raise RequestError(f"“{printable(address)}” is no address. Write it like 192.168.1.20.") from error
    if ip.is_unspecified or ip.is_multicast or ip == IPv4Address("255.255.255.255"):
        raise RequestError(f"{ip} is not one computer. {_ADDRESS_HINT}")
    return str(ip)


def require_packages() -> None:
    """Raises ShareError where something that sharing needs is not installed."""
    try:
        import uvicorn  # noqa: F401 - heavy

        from voiceguide.share import app, qr  # noqa: F401 - bring Starlette and segno
    except ImportError as error:
        raise ShareError(_MISSING_PACKAGE.format(error=error)) from error


def serve(content: SharedContent, listener: Listener) -> None:
    """Answers until a signal comes; then ends at once, whoever is still listening.

    Nothing is logged: a path has the token in it.
    """
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # it complains of every phone that goes away
    gc.enable()  # a server runs for hours, unlike the other commands
    create_server(content, listener).run(sockets=[listener.sock])


def create_server(content: SharedContent, listener: Listener) -> uvicorn.Server:
    """What answers behind a door, once it is run."""
    import uvicorn

    from voiceguide.share.app import create_app

    config = uvicorn.Config(
        create_app(content, listener.token, listener.allowed_hosts),
        http="h11",
        ws="none",
        loop="asyncio",
        lifespan="off",
        log_config=None,
        log_level="critical",
        access_log=False,
        server_header=False,
        proxy_headers=False,
        timeout_graceful_shutdown=_SHUTDOWN_TIMEOUT,
        timeout_notify=1,
    )

    class Server(uvicorn.Server):
        """Ends within two seconds, however many listen: the last of them are not waited for."""

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            super().handle_exit(sig, frame)
            exit_timer = threading.Timer(_EXIT_TIMEOUT, os._exit, (128 + sig,))
            exit_timer.daemon = True
            exit_timer.start()

    server = Server(config)
    connections = cast("set[Connection]", server.server_state.connections)  # as http="h11" has them
    config.callback_notify = IdleConnectionReaper(connections, raise_connection_limit()).close_idle
    return server
