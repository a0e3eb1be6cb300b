"""The server of a shared session: what it serves, and which requests it refuses."""

from __future__ import annotations

import asyncio
import os
import queue
import random
import signal
import socket
import sys
from contextlib import closing
from typing import TYPE_CHECKING

import pytest

from tests.helpers import external_tools
from tests.helpers.share_client import ShareProcess, run_share
from voiceguide.errors import RequestError, ShareError
from voiceguide.export.session import lay_out_session
from voiceguide.plan.options import Choices
from voiceguide.share import addresses, qr, server
from voiceguide.share.content import content_from_session

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SESSION = "seated-twist"
FILE = f"{SESSION}.mp3"


@pytest.fixture(scope="module")
def share_process(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ShareProcess]:
    """Yield a session shared on this computer; assert that its output never contains the token."""
    with run_share(tmp_path_factory.mktemp("shared"), SESSION, "--voice", "silent") as running:
        yield running
        assert running.token not in running.stderr_path.read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def file_bytes() -> bytes:
    return b"".join(lay_out_session(SESSION, Choices(voice="silent")).mp3_file().read())


def test_the_page_and_all_that_it_needs_are_there(share_process: ShareProcess, file_bytes: bytes) -> None:
    kinds = {
        "": b"text/html",
        "page.css": b"text/css",
        "page.js": b"text/javascript",
        "session.json": b"application/json",
        "cover.jpg": b"image/jpeg",
        FILE: b"audio/mpeg",
    }
    for name, kind in kinds.items():
        status, head, body = share_process.request(f"/{share_process.token}/{name}")
        assert (status, f"content-length: {len(body)}".encode() in head) == (200, True)
        assert b"content-type: " + kind in head
        assert b"content-security-policy: default-src 'none'" in head
        assert b"referrer-policy: no-referrer" in head
        assert b"server:" not in head
    assert body == file_bytes


def test_a_head_is_only_the_head(share_process: ShareProcess, file_bytes: bytes) -> None:
    status, head, body = share_process.request(f"/{share_process.token}/{FILE}", method="HEAD")
    assert (status, body) == (200, b"")
    assert f"content-length: {len(file_bytes)}".encode() in head


OUTSIDE_PATHS = [
    *("/", "", "//", "/etc/passwd", "/page.html", "/page.js", "/../", "/..%2f", "/%2e%2e/", "/.", "*"),
    *("/favicon.ico", "/apple-touch-icon.png", "/robots.txt", "/session.json", f"/{FILE}", "http://evil/"),
]
TRAVERSAL_PATHS = [
    *("../", "..", ".", "./", "../../etc/passwd", "%2e%2e/%2e%2e/etc/passwd", "..%2f..%2fetc%2fpasswd"),
    *("..\\..\\windows\\win.ini", "..%5c..%5cwin.ini", "%252e%252e/", "....//....//etc/passwd", "page.html"),
    *("__init__.py", "page/", "page.js/", "page.js/..", "/page.js", "//etc/passwd", "page.js%00", "%00"),
    *("page.js%20", "PAGE.JS", "page.js;x", "app.py", f"{FILE}/", f"../{FILE}", "%2fetc%2fpasswd", "..;/"),
    *("..%c0%af..%c0%afetc/passwd", "%ff%fe", "file:///etc/passwd", "C:/windows/win.ini", "~/.ssh/id_rsa"),
    *(f"{SESSION}.md", "output/", "session.json.bak"),
]


def test_path_traversal_is_refused(share_process: ShareProcess) -> None:
    targets = [
        *OUTSIDE_PATHS,
        *(f"/{share_process.token}/{way}" for way in TRAVERSAL_PATHS),
        f"/{share_process.token}",
    ]
    assert len(targets) >= 40
    for target in targets:
        status, _, body = share_process.request(target)
        assert status in {400, 404}, target
        assert body in {b"Not found.\n", b"Invalid HTTP request received."}, target


def test_wrong_and_missing_token_get_the_same_answer(share_process: ShareProcess) -> None:
    token = share_process.token
    wrong = [
        token[:-1],
        token + "x",
        token.swapcase(),
        token[::-1],
        "x" * 22,
        "",
        "%00",
        token + "%00",
        "%C3%BC",
        "x" * 5000,
    ]
    answers = {share_process.request(f"/{attempt}/page.js")[::2] for attempt in wrong}
    assert answers == {(404, b"Not found.\n")}
    assert len(token) >= 22


def test_hosts_and_origins_that_are_not_ours_are_refused(share_process: ShareProcess) -> None:
    path, ours, port = f"/{share_process.token}/", share_process.host, share_process.port
    hosts = [
        *("evil.example", f"evil.example:{port}", "127.0.0.1", f"127.0.0.1:{port + 1}", f"127.0.0.2:{port}"),
        *(f"0.0.0.0:{port}", f"[::1]:{port}", "localhost", f"localhost.evil.example:{port}", f"{ours}.", " "),
        *(f"{ours}@evil.example", f"evil.example@{ours}", f"{ours}, evil.example", f"127.1:{port}", ""),
        *(f"2130706433:{port}", f"0x7f.0.0.1:{port}", f"127.0.0.1.nip.io:{port}", f"{ours}/", f"{ours}#"),
    ]
    for host in hosts:
        status, _, body = share_process.request(path, host=host)
        assert status in {400, 421}, host
        assert b"<html" not in body, host
    origins = [
        *("null", "http://evil.example", f"https://{ours}", f"http://{ours}.evil.example", f"http://{ours}/"),
        *(
            "http://127.0.0.1",
            f"http://localhost:{port}",
            "file://",
            "",
            f"http://evil.example http://{ours}",
        ),
    ]
    for origin in origins:
        status, _, body = share_process.request(path, f"Origin: {origin}")
        assert (status, body) == (403, b"Requests from other pages are refused.\n"), origin
    assert len(hosts) + len(origins) >= 25
    assert share_process.request(path, "Host: evil.example")[0] in {400, 421}
    assert share_process.send_raw(f"GET {path} HTTP/1.0\r\n\r\n".encode())[0] in {400, 421}
    for header in (
        "X-Forwarded-Host: evil.example",
        "Forwarded: host=evil.example",
        f"Origin: http://{ours}",
    ):
        assert share_process.request(path, header)[0] == 200
    assert share_process.request(path, host=f"LOCALHOST:{port}")[0] == 200


@pytest.mark.parametrize(
    "method", ["POST", "PUT", "DELETE", "PATCH", "OPTIONS", "TRACE", "CONNECT", "PROPFIND"]
)
def test_nothing_can_be_changed(share_process: ShareProcess, method: str) -> None:
    assert share_process.request(f"/{share_process.token}/", method=method)[0] in {400, 405}


def test_malformed_request_does_not_stop_the_server(share_process: ShareProcess) -> None:
    for nonsense in (
        b"\0" * 100,
        b"GET\r\n\r\n",
        b"\x16\x03\x01\x02\x00\x01",
        b"GET / HTTP/9.9\r\n\r\n",
        b"A" * 99_999,
    ):
        status, _, body = share_process.send_raw(nonsense + b"\r\n\r\n")
        assert status in {0, 400, 421}
        assert b"Traceback" not in body
    assert share_process.request(f"/{share_process.token}/")[0] == 200


def test_ranges_are_answered_as_the_standard_says(share_process: ShareProcess, file_bytes: bytes) -> None:
    target, size = f"/{share_process.token}/{FILE}", len(file_bytes)
    status, head, body = share_process.request(target, "Range: bytes=1000-1999")
    assert (status, body) == (206, file_bytes[1000:2000])
    assert f"content-range: bytes 1000-1999/{size}".encode() in head
    assert share_process.request(target, "Range: bytes=-500")[::2] == (206, file_bytes[-500:])
    status, head, body = share_process.request(target, f"Range: bytes={size}-")
    assert (status, body) == (416, b"")
    assert f"content-range: bytes */{size}".encode() in head
    for asked in ("bytes=9-1", "bytes=a-b", "bytes=0-1,5-6", "lines=1-2"):
        assert share_process.request(target, f"Range: {asked}")[::2] == (200, file_bytes)
    assert share_process.request(target, "Range: bytes=0-1", 'If-Range: "another"')[::2] == (200, file_bytes)


def test_a_thousand_ranges_at_once_are_each_the_right_bytes(
    share_process: ShareProcess, file_bytes: bytes
) -> None:
    chance = random.Random(8)
    parts = [
        (start, start + chance.randrange(1, 3000)) for start in chance.choices(range(len(file_bytes)), k=1000)
    ]

    async def ask(start: int, stop: int) -> bool:
        reader, writer = await asyncio.open_connection("127.0.0.1", share_process.port)
        lines = (
            f"GET /{share_process.token}/{FILE} HTTP/1.1",
            f"Host: {share_process.host}",
            f"Range: bytes={start}-{stop - 1}",
        )
        writer.write("\r\n".join([*lines, "Connection: close", "", ""]).encode())
        answer = await reader.read()
        writer.close()
        return (
            answer.startswith(b"HTTP/1.1 206") and answer.partition(b"\r\n\r\n")[2] == file_bytes[start:stop]
        )

    async def all_at_once() -> list[bool]:
        return await asyncio.gather(*(ask(*part) for part in parts))

    _allow_many_connections()
    assert asyncio.run(asyncio.wait_for(all_at_once(), 60)) == [True] * 1000


def _allow_many_connections() -> None:
    if sys.platform != "win32":
        import resource

        soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
        if soft < 2048 <= hard:
            resource.setrlimit(resource.RLIMIT_NOFILE, (2048, hard))


def test_slow_clients_block_neither_others_nor_ctrl_c(shrug: Path) -> None:
    """With an hour of sound, memory grows neither by clients that do not read nor by those that read it all."""
    psutil = external_tools.require_package("psutil")
    hour = shrug.read_text("utf-8").replace("(10s-120s)", "(10s-3600s)").replace("hold: 20s", "hold: 3500s")
    shrug.write_text(hour, encoding="utf-8")
    with run_share(shrug.parent, "shrug.md", "--voice", "silent") as running:
        target, program = f"/{running.token}/shrug.mp3", psutil.Process(running.process.pid)
        request = f"GET {target} HTTP/1.1\r\nHost: {running.host}\r\n\r\n".encode()
        assert len(running.request(target)[2]) > 28_000_000
        before = program.memory_info().rss
        slow = [running.connect() for _ in range(50)]
        for line in slow:
            line.sendall(request)
        assert len(running.request(target)[2]) > 28_000_000
        assert program.memory_info().rss - before < 16_000_000
        # It ends by Ctrl-C, while fifty clients wait for the rest.
        assert running.interrupt() < 2
        for line in slow:
            line.close()
        assert running.stderr_path.read_text(encoding="utf-8").count("Traceback") == 0
    assert running.process.returncode in {130, -2}


def test_server_exits_when_connections_do_not_close_in_time(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    left = queue.Queue[int]()
    monkeypatch.setattr(os, "_exit", left.put)
    monkeypatch.setattr(server, "_EXIT_TIMEOUT", 0.01)
    with closing(socket.create_server(("127.0.0.1", 0))) as listening:
        door = server.Listener(listening, "token")
        server.create_server(
            content_from_session(lay_out_session(SESSION, Choices(voice="silent"))), door
        ).handle_exit(signal.SIGINT, None)
        assert left.get(timeout=10) == 130


def test_from_share_to_the_page_takes_less_than_a_second_of_cpu(
    share_process: ShareProcess, tmp_path: Path
) -> None:
    """Repeat a measurement above the limit: other load on the machine can only add to it."""
    assert share_process.request(f"/{share_process.token}/")[0] == 200  # every clip is now in the store
    assert _cpu_until_the_page(tmp_path) < 1 or _cpu_until_the_page(tmp_path) < 1


def _cpu_until_the_page(folder: Path) -> float:
    psutil = external_tools.require_package("psutil")
    with run_share(folder, SESSION, "--voice", "silent") as running:
        for name in ("", "page.css", "page.js", "session.json", "cover.jpg", FILE):
            assert running.request(f"/{running.token}/{name}", "Range: bytes=0-999999")[0] in {200, 206}
        times = psutil.Process(running.process.pid).cpu_times()
        return float(times.user + times.system)


def test_a_file_is_shared_as_it_was_with_what_its_tag_says(tmp_path: Path, file_bytes: bytes) -> None:
    (tmp_path / "my twist.mp3").write_bytes(file_bytes)
    with run_share(tmp_path, "my twist.mp3") as running:
        (tmp_path / "other").write_bytes(b"another session")
        (tmp_path / "other").replace(tmp_path / "my twist.mp3")
        assert running.request(f"/{running.token}/my%20twist.mp3")[::2] == (200, file_bytes)
        told = running.request(f"/{running.token}/session.json")[2]
        assert b'"title": "Seated twist"' in told
        assert b"Come back to the middle." in told
        assert running.request(f"/{running.token}/cover.jpg")[2].startswith(b"\xff\xd8")


def test_only_this_computer_is_answered_unless_the_network_is_asked_for(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    door = server.open_listener(lan=False)
    with door.sock:
        assert door.sock.getsockname()[0] == "127.0.0.1"
        assert door.allowed_hosts == {door.host, door.host.replace("127.0.0.1", "localhost")}
    monkeypatch.setattr(server, "LOOPBACK", "192.0.2.99")
    monkeypatch.setattr(server, "lan_address", lambda: "127.0.0.1")
    door = server.open_listener(lan=True)
    with door.sock:
        assert door.allowed_hosts == {door.host}


def test_where_there_are_several_addresses_one_can_be_named() -> None:
    door = server.open_listener(lan=True, address="127.0.0.1")
    with door.sock:
        assert door.host.startswith("127.0.0.1:")
    for address in ("example.com", "192.168.1", "::1", "127.0.0.1:80", "\x1b[31m"):
        with pytest.raises(RequestError, match="is not an address"):
            server.open_listener(lan=False, address=address)
    for address in ("0.0.0.0", "255.255.255.255", "224.0.0.1"):  # noqa: S104 - refused
        with pytest.raises(RequestError, match="is not the address of one computer"):
            server.open_listener(lan=False, address=address)
    with pytest.raises(ShareError, match=r"cannot be reached at 203\.0\.113\.7: .*“ip address”"):
        server.open_listener(lan=False, address="203.0.113.7")


def test_another_port_is_used_when_the_port_is_busy() -> None:
    first = server.open_listener(lan=False)
    with first.sock:
        second = server.open_listener(lan=False)
        with second.sock:
            assert first.url != second.url
            assert first.token != second.token


def test_the_network_address_is_never_this_computer_s_own() -> None:
    try:
        address = addresses.lan_address()
    except ShareError as error:
        assert "Join the phone's Wi-Fi" in str(error)  # noqa: PT017 - without a network there is no other way
    else:
        assert not address.startswith("127.")
        assert socket.inet_aton(address)


@pytest.mark.parametrize("missing", ["uvicorn", "starlette.responses", "segno"])
def test_without_a_package_the_command_is_named(missing: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, missing, None)
    for part in ("app", "qr"):
        monkeypatch.delitem(sys.modules, f"voiceguide.share.{part}", raising=False)
        monkeypatch.delattr(f"voiceguide.share.{part}", raising=False)
    with pytest.raises(ShareError, match="pip install starlette uvicorn segno"):
        server.require_packages()


@pytest.mark.judge
def test_the_code_on_the_terminal_is_the_address() -> None:
    """The code is read by an independent decoder."""
    reader, numpy = external_tools.require_package("zxingcpp"), external_tools.require_package("numpy")
    address = "http://192.168.178.34:8642/gk87j9Qt4S7k1lI5ilOqrg/"
    rows = []
    for line in qr.qr_lines(address):
        rows.append([letter in "▀█" for letter in line])
        rows.append([letter in "▄█" for letter in line])
    dots = numpy.where(numpy.array(rows), 0, 255).astype("uint8")
    image = numpy.kron(dots, numpy.ones((8, 8), "uint8"))
    assert reader.read_barcode(image).text == address
