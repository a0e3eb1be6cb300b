"""Any request at all to the application of a share, and a day of a phone's requests."""

from __future__ import annotations

import asyncio
import gc
import os
import tracemalloc
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from voiceguide.export.session import lay_out_session
from voiceguide.plan.options import Choices
from voiceguide.share.app import SECURITY_HEADERS, create_app
from voiceguide.share.content import content_from_session

TOKEN = "0123456789abcdef"  # noqa: S105 - of a test
HOST = "127.0.0.1:8642"
FILE = "desk-twist.mp3"

Answer = tuple[int, dict[str, str], bytes]


@pytest.fixture(scope="module")
def app() -> Any:  # noqa: ANN401 - an ASGI application
    content = content_from_session(lay_out_session("desk-twist", Choices(voice="silent")))
    return create_app(content, TOKEN, frozenset({HOST}))


def ask(app: Any, method: str, path: str, headers: list[tuple[bytes, bytes]]) -> Answer:  # noqa: ANN401 - an ASGI application
    """Send one request to the application, and return status, headers and body of its answer."""
    sent: list[dict[str, Any]] = []

    async def receive() -> dict[str, Any]:
        await asyncio.sleep(0)
        return {"type": "http.request", "body": b"", "more_body": False}

    async def send(message: dict[str, Any]) -> None:
        await asyncio.sleep(0)
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0", "spec_version": "2.4"},
        "http_version": "1.1",
        "method": method,
        "path": path,
        "raw_path": path.encode(errors="replace"),
        "query_string": b"",
        "headers": headers,
        "client": ("127.0.0.1", 1),
        "server": ("127.0.0.1", 8642),
        "scheme": "http",
        "root_path": "",
    }
    asyncio.run(app(scope, receive, send))
    head = {name.decode().lower(): value.decode("latin-1") for name, value in sent[0]["headers"]}
    return sent[0]["status"], head, b"".join(message.get("body", b"") for message in sent[1:])


NAMES = ("", "page.css", "page.js", "session.json", "cover.jpg", FILE)
PIECES = st.sampled_from(
    (TOKEN, TOKEN[:-1], *NAMES, "..", ".", "%2e%2e", "\\", "etc/passwd", "\0", "é", "//", "\ud800")
)
HEADERS = st.lists(
    st.one_of(
        st.tuples(
            st.just(b"host"), st.sampled_from((HOST.encode(), b"evil.example", b"127.0.0.1", b"", b"\xff"))
        ),
        st.tuples(
            st.just(b"origin"), st.sampled_from((b"http://" + HOST.encode(), b"null", b"http://evil.example"))
        ),
        st.tuples(
            st.just(b"range"),
            st.one_of(
                st.builds(
                    lambda first, last: f"bytes={first}-{last}".encode(),
                    st.integers(-5, 10**12),
                    st.integers(-5, 10**12),
                ),
                st.sampled_from(
                    (
                        b"bytes=-1",
                        b"bytes=0-",
                        b"bytes=-",
                        b"bytes=0-0,2-3",
                        b"lines=1-2",
                        b"bytes=" + b"9" * 5_000,
                    )
                ),
                st.binary(max_size=20),
            ),
        ),
        st.tuples(st.just(b"if-range"), st.binary(max_size=8)),
        st.tuples(st.binary(min_size=1, max_size=8), st.binary(max_size=8)),
    ),
    max_size=4,
)


@given(
    st.sampled_from(("GET", "HEAD", "POST", "PUT", "DELETE", "OPTIONS", "TRACE", "", "get")),
    st.lists(PIECES, max_size=5),
    HEADERS,
    st.booleans(),
)
def test_any_request_gets_a_page_of_ours_or_a_refusal(
    app: Any,  # noqa: ANN401 - an ASGI application
    method: str,
    pieces: list[str],
    headers: list[tuple[bytes, bytes]],
    is_usual: bool,  # noqa: FBT001 - an argument of Hypothesis
) -> None:
    path = "/" + "/".join(pieces)
    if is_usual:
        headers = [
            (b"host", HOST.encode()),
            *(header for header in headers if header[0] not in {b"host", b"origin"}),
        ]
    status, head, body = ask(app, method, path, headers)
    assert status in {200, 206, 403, 404, 405, 416, 421}
    assert all(head[name.lower()] == value for name, value in SECURITY_HEADERS.items())
    if status in {200, 206}:
        assert method in {"GET", "HEAD"}
        assert path.removeprefix(f"/{TOKEN}/") in NAMES
        hosts = [value for name, value in headers if name == b"host"]
        assert hosts == [HOST.encode()]
        assert method == "HEAD" or int(head["content-length"]) == len(body)
    else:
        assert len(body) < 100
        assert b"Traceback" not in body


def test_a_day_of_a_phone_s_requests_takes_no_more_memory_than_half_a_day(app: Any) -> None:  # noqa: ANN401 - an ASGI application
    host = (b"host", HOST.encode())
    size = int(ask(app, "HEAD", f"/{TOKEN}/{FILE}", [host])[1]["content-length"])

    def play_for_an_hour(hour: int) -> None:
        for minute in range(0, 60, 3):
            start = (minute * size // 60 + hour * 997) % (size - 65_536)
            headers = [host, (b"range", f"bytes={start}-{start + 65_535}".encode())]
            assert ask(app, "GET", f"/{TOKEN}/{FILE}", headers)[0] == 206
        assert ask(app, "GET", f"/{TOKEN}/", [host])[0] == 200
        assert ask(app, "GET", "/favicon.ico", [host])[0] == 404

    def count_descriptors() -> int:
        return len(os.listdir("/proc/self/fd")) if os.path.isdir("/proc/self/fd") else 0  # noqa: PTH208, PTH112

    tracemalloc.start()
    for hour in range(12):
        play_for_an_hour(hour)
    gc.collect()
    descriptors = count_descriptors()
    after_half_a_day, _ = tracemalloc.get_traced_memory()
    for hour in range(12, 24):
        play_for_an_hour(hour)
    gc.collect()
    after_a_day, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert after_a_day - after_half_a_day < 300_000
    assert peak < 8_000_000
    assert count_descriptors() == descriptors
