"""Server that shares a session until the program is stopped, and the only module that imports uvicorn."""

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
from voiceguide.share.addresses import lan_address
from voiceguide.share.idle_connections import IdleConnectionReaper, raise_connection_limit

if TYPE_CHECKING:
    from types import FrameType

    import uvicorn

    from voiceguide.share.content import SharedContent
    from voiceguide.share.idle_connections import Connection

LOOPBACK = "127.0.0.1"
PREFERRED_PORT = 8642
"""Port tried first, so that one firewall rule is enough; another port is used if it is taken."""

_TOKEN_BYTES = 16
_SHUTDOWN_TIMEOUT = 0
_EXIT_TIMEOUT = 1.5
"""Seconds from a signal to the end of the process: closing hundreds of connections takes longer."""
_ADDRESS_HINT = (
    "“ipconfig” (Windows), “ifconfig” (macOS) or “ip address” (Linux) lists this computer's addresses."
)
_MISSING_PACKAGE = "Sharing needs a package that is missing: pip install starlette uvicorn segno ({error})"


@dataclass(frozen=True)
class Listener:
    """A listening socket, and the token that the path of each request must begin with."""

    sock: socket.socket
    token: str

    @property
    def host(self) -> str:
        """Address and port, as in the Host header."""
        address, port = self.sock.getsockname()
        return f"{address}:{port}"

    @property
    def url(self) -> str:
        """Address of the page for a browser, with the token."""
        return f"http://{self.host}/{self.token}/"

    @property
    def allowed_hosts(self) -> frozenset[str]:
        """Values of the Host header that are accepted."""
        address, port = self.sock.getsockname()
        return frozenset({self.host, f"localhost:{port}"} if address == LOOPBACK else {self.host})


def open_listener(*, lan: bool, address: str = "") -> Listener:
    """Open a socket for this computer only, for the local network, or at an `address` of this computer.

    Raise RequestError for an address that cannot be used, and ShareError if none can be opened.
    """
    bind_address = _parse_address(address) if address else lan_address() if lan else LOOPBACK
    for port in (PREFERRED_PORT, 0):
        try:
            sock = socket.create_server((bind_address, port), backlog=2048)
            # Connections inherit it. Otherwise each response on a kept connection waits 44 ms: its header and body are
            # sent apart, and the second waits for the acknowledgement of the first.
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            return Listener(sock, token_urlsafe(_TOKEN_BYTES))
        except OSError as error:
            reason = strerror(error.errno) if error.errno else str(error)
    hint = f" {_ADDRESS_HINT}" if address else ""
    raise ShareError(f"This computer cannot be reached at {bind_address}: {reason}.{hint}")


def _parse_address(address: str) -> str:
    """Return an IPv4 address in its canonical form. Raise RequestError unless it can be one computer's."""
    try:
        ip = IPv4Address(address)
    except ValueError as error:
        raise RequestError(
            f"“{printable(address)}” is not an address. Write it like 192.168.1.20."
        ) from error
    if ip.is_unspecified or ip.is_multicast or ip == IPv4Address("255.255.255.255"):
        raise RequestError(f"{ip} is not the address of one computer. {_ADDRESS_HINT}")
    return str(ip)


def require_packages() -> None:
    """Raise ShareError if a package that sharing needs is not installed."""
    try:
        import uvicorn  # noqa: F401 - imported to see whether it is installed

        from voiceguide.share import app, qr  # noqa: F401 - import Starlette and segno
    except ImportError as error:
        raise ShareError(_MISSING_PACKAGE.format(error=error)) from error


def serve(content: SharedContent, listener: Listener) -> None:
    """Serve the session until a signal arrives; then stop at once, even during a download.

    Nothing is logged, since paths contain the token.
    """
    logging.getLogger("asyncio").setLevel(logging.CRITICAL)  # it reports each client that disconnects
    gc.enable()  # main disables it for short commands; a server runs for hours
    create_server(content, listener).run(sockets=[listener.sock])


def create_server(content: SharedContent, listener: Listener) -> uvicorn.Server:
    """Return the server of a listener, ready to run."""
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
        """Server that ends within two seconds after a signal, however many clients are connected."""

        def handle_exit(self, sig: int, frame: FrameType | None) -> None:
            super().handle_exit(sig, frame)
            exit_timer = threading.Timer(_EXIT_TIMEOUT, os._exit, (128 + sig,))
            exit_timer.daemon = True
            exit_timer.start()

    server = Server(config)
    connections = cast(
        "set[Connection]", server.server_state.connections
    )  # the type that http="h11" puts there
    config.callback_notify = IdleConnectionReaper(
        connections, busy_threshold=raise_connection_limit() // 2
    ).close_idle
    return server
