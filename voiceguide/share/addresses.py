"""Addresses of this computer, and the one that a phone on the same Wi-Fi network can reach."""

from __future__ import annotations

import socket
import struct
import sys
from contextlib import suppress
from ipaddress import IPv4Address

from voiceguide.errors import ShareError

_PROBE_ADDRESS = ("192.0.2.1", 9)  # reserved for documentation (RFC 5737); nothing is sent there
_SIOCGIFADDR = 0x8915  # Linux, netdevice(7)
_VIRTUAL_PREFIXES = (
    "tun",
    "tap",
    "wg",
    "ppp",
    "utun",
    "tailscale",
    "zt",
    "docker",
    "br-",
    "veth",
    "virbr",
    "vmnet",
)
"""Beginnings of the names of interfaces that lead to a VPN, a container or a virtual machine."""


def lan_address() -> str:
    """Return the address of this computer in the local network. Raise ShareError without a network."""
    address = choose_address(_routed_address(), _interface_addresses())
    if address is None:
        raise ShareError(
            "This computer is not connected to a network. Join the phone's Wi-Fi network, then try again, or name "
            "an address with --address."
        )
    return address


def choose_address(routed: str | None, interfaces: tuple[tuple[str, str], ...]) -> str | None:
    """Return the address that a phone can most likely reach; None if there is none.

    `routed` is the address from which packets leave, None without a gateway; with a VPN it is that of the VPN.
    `interfaces` are (name, address) pairs, the name "" where the system does not tell it.
    """
    reachable = [
        address
        for name, address in interfaces
        if not name.startswith(_VIRTUAL_PREFIXES) and not IPv4Address(address).is_loopback
    ]
    if routed and not IPv4Address(routed).is_loopback and (routed in reachable or not reachable):
        return routed
    # Addresses that a system gives itself, for want of a router, are the last choice.
    return min(reachable, key=lambda address: IPv4Address(address).is_link_local, default=None)


def _routed_address() -> str | None:
    with suppress(OSError), socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        probe.connect(_PROBE_ADDRESS)
        return str(probe.getsockname()[0])
    return None


def _interface_addresses() -> tuple[tuple[str, str], ...]:
    if sys.platform == "linux":
        return tuple(_linux_addresses())
    with suppress(OSError):
        return tuple(("", str(address)) for address in socket.gethostbyname_ex(socket.gethostname())[2])
    return ()


def _linux_addresses() -> list[tuple[str, str]]:
    import fcntl

    addresses = []
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe:
        for _, name in socket.if_nameindex():
            request = struct.pack("256s", name.encode()[:15])
            with suppress(OSError):  # an interface without an address
                answer = fcntl.ioctl(probe.fileno(), _SIOCGIFADDR, request)
                addresses.append((name, socket.inet_ntoa(answer[20:24])))
    return addresses
