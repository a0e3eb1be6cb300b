"""The only door to Starlette: who is answered, and with what.

A request passes four gates in this order: the host it names must be ours (or a page elsewhere could reach us
by a name that it controls), the page it comes from must be ours, it must only ask (GET, HEAD), and its path
must begin with the token. What is behind is a table of names; no request touches a file system.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial
from secrets import compare_digest
from typing import TYPE_CHECKING

from starlette.datastructures import Headers
from starlette.responses import Response, StreamingResponse

from voiceguide.share import byte_ranges, page

if TYPE_CHECKING:
    from collections.abc import AsyncIterator, Iterator

    from starlette.types import ASGIApp, Receive, Scope, Send

    from voiceguide.share.content import Shared

CHUNK = 1 << 15
"""Bytes handed on at a time: what a slow reader costs in memory."""

SAFE = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # the address has the token in it
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-cache",
}
"""Headers of every answer."""

Answer = Callable[[Headers], Response]


def app(shared: Shared, token: str, hosts: frozenset[str]) -> ASGIApp:
    """An ASGI application that serves one session below /token/, to those who name one of `hosts`."""
    answers = _answers(shared)

    async def serve(scope: Scope, receive: Receive, send: Send) -> None:
        answer = _answered(scope, token, hosts, answers)
        answer.headers.update(SAFE)
        await answer(scope, receive, send)

    return serve


def _answered(scope: Scope, token: str, hosts: frozenset[str], answers: dict[str, Answer]) -> Response:
    headers = Headers(scope=scope)
    named = headers.getlist("host")
    if len(named) != 1 or named[0].lower() not in hosts:
        return _refused(421, "This computer is not called that.")
    if any(origin != f"http://{named[0].lower()}" for origin in headers.getlist("origin")):
        return _refused(403, "Other pages may not ask.")
    if scope["method"] not in {"GET", "HEAD"}:
        return _refused(405, "There is nothing to change here.", {"Allow": "GET, HEAD"})
    _, _, below = scope["path"].partition("/")
    first, slash, name = below.partition("/")
    known = compare_digest(first.encode(errors="replace"), token.encode())
    answer = answers.get(name) if known and slash else None
    if answer is None:
        return _refused(404, "Nothing is here.")
    answered = answer(headers)
    if scope["method"] == "HEAD":  # no sound is made to be thrown away
        return Response(None, answered.status_code, dict(answered.headers))
    return answered


def _refused(status: int, why: str, headers: dict[str, str] | None = None) -> Response:
    return Response(f"{why}\n", status, headers, "text/plain")


def _answers(shared: Shared) -> dict[str, Answer]:
    """Every name below the token, and what answers it."""
    fixed = {
        "": (page.page(shared), "text/html"),
        "page.css": (page.asset("page.css"), "text/css"),
        "page.js": (page.asset("page.js"), "text/javascript"),
        "session.json": (page.data(shared), "application/json"),
        page.COVER: (shared.cover, "image/jpeg"),
    }
    answers = {name: _fixed(body, media) for name, (body, media) in fixed.items() if body}
    return {shared.name: partial(_sound, shared), **answers}


def _fixed(body: bytes, media: str) -> Answer:
    return lambda _: Response(body, media_type=media)


def _sound(shared: Shared, headers: Headers) -> Response:
    size = shared.audio.size
    common = {"Accept-Ranges": "bytes"}
    # “If-Range” asks for a part of what we never named, so it gets the whole.
    asked = None if "if-range" in headers else byte_ranges.wanted(headers.get("range", ""), size)
    if asked is None:
        return _stream(shared, range(size), 200, common)
    if not asked:
        return Response(None, 416, {**common, "Content-Range": f"bytes */{size}"})
    part = f"bytes {asked.start}-{asked.stop - 1}/{size}"
    return _stream(shared, asked, 206, {**common, "Content-Range": part})


def _stream(shared: Shared, part: range, status: int, headers: dict[str, str]) -> Response:
    length = {"Content-Length": str(len(part))}
    chunks = _even(shared.audio.read(part.start, part.stop))
    # Each is made when the one before has gone out; an ordinary iterator's Starlette makes in a thread.
    body = chunks if shared.slow else _at_once(chunks)
    return StreamingResponse(body, status, {**headers, **length}, shared.media)


def _even(parts: Iterator[bytes]) -> Iterator[bytes]:
    """The same bytes in even chunks."""
    waiting = bytearray()
    for part in parts:
        waiting += part
        if len(waiting) >= CHUNK:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)


async def _at_once(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Chunks that are made here and not in a thread: it takes less time than handing them over.

    Others have a turn between any two, else who reads quickly would have the program for himself.
    """
    for chunk in chunks:
        yield chunk
        await asyncio.sleep(0)
