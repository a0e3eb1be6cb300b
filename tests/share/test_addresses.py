from __future__ import annotations

import socket

import pytest

from voiceguide.share import server
from voiceguide.share.addresses import choose_address

LOOPBACK = ("lo", "127.0.0.1")
WIFI = ("wlan0", "192.168.1.20")


@pytest.mark.parametrize(
    ("routed", "interfaces", "expected"),
    [
        ("192.168.1.20", (LOOPBACK, WIFI), "192.168.1.20"),
        (None, (LOOPBACK, WIFI), "192.168.1.20"),  # a network without a gateway
        ("10.8.0.2", (LOOPBACK, WIFI, ("tun0", "10.8.0.2")), "192.168.1.20"),  # a VPN takes all packets
        ("10.8.0.2", (LOOPBACK, ("wg0", "10.8.0.2")), "10.8.0.2"),  # nothing else is there
        ("192.168.1.20", (LOOPBACK, ("eth0", "10.0.0.5"), WIFI), "192.168.1.20"),
        (None, (("docker0", "172.17.0.1"), LOOPBACK), None),
        (None, (("eth0", "169.254.7.7"), WIFI), "192.168.1.20"),
        (None, (("eth0", "169.254.7.7"),), "169.254.7.7"),
        ("192.168.1.20", (), "192.168.1.20"),  # a system that lists nothing
        ("127.0.0.1", (LOOPBACK,), None),
        (None, (), None),
    ],
)
def test_address_is_one_that_a_phone_can_reach(
    routed: str | None, interfaces: tuple[tuple[str, str], ...], expected: str | None
) -> None:
    assert choose_address(routed, interfaces) == expected


def test_connections_do_not_wait_for_acknowledgements() -> None:
    listener = server.open_listener(lan=False)
    with listener.sock, socket.create_connection(listener.sock.getsockname()):
        accepted, _ = listener.sock.accept()
        with accepted:
            assert accepted.getsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY)
