"""ASGI application of a shared session, and the only module that imports Starlette.

A request passes four checks in this order. Its Host header must name this server (against DNS rebinding), its
Origin must be this server's page, its method must be GET or HEAD, and its path must begin with the token. The
rest of the path is looked up in a table; no request reaches the file system.
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

    from voiceguide.share.content import SharedContent

RESPONSE_CHUNK_BYTES = 1 << 15
"""Bytes of a response that are sent at once, which bounds the memory that a slow client costs."""

SECURITY_HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; media-src 'self'; "
        "connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'; "
        "require-trusted-types-for 'script'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",  # the URL contains the token
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-cache",
}
"""Headers of every response."""

Handler = Callable[[Headers], Response]


def create_app(content: SharedContent, token: str, allowed_hosts: frozenset[str]) -> ASGIApp:
    """Return an application that serves one session below /token/ to requests for one of `allowed_hosts`."""
    routes = _routes(content)

    async def asgi_app(scope: Scope, receive: Receive, send: Send) -> None:
        response = _dispatch(scope, token, allowed_hosts, routes)
        response.headers.update(SECURITY_HEADERS)
        await response(scope, receive, send)

    return asgi_app


def _dispatch(
    scope: Scope, token: str, allowed_hosts: frozenset[str], routes: dict[str, Handler]
) -> Response:
    headers = Headers(scope=scope)
    host_headers = headers.getlist("host")
    if len(host_headers) != 1 or host_headers[0].lower() not in allowed_hosts:
        return _error_response(421, "This server has another name.")
    if any(origin != f"http://{host_headers[0].lower()}" for origin in headers.getlist("origin")):
        return _error_response(403, "Requests from other pages are refused.")
    if scope["method"] not in {"GET", "HEAD"}:
        return _error_response(405, "Only GET and HEAD are allowed.", {"Allow": "GET, HEAD"})
    _, _, path = scope["path"].partition("/")
    path_token, slash, name = path.partition("/")
    has_token = compare_digest(path_token.encode(errors="replace"), token.encode())
    handler = routes.get(name) if has_token and slash else None
    if handler is None:
        return _error_response(404, "Not found.")
    response = handler(headers)
    if scope["method"] == "HEAD":  # without making audio that is not sent
        return Response(None, response.status_code, dict(response.headers))
    return response


def _error_response(status: int, message: str, headers: dict[str, str] | None = None) -> Response:
    return Response(f"{message}\n", status, headers, "text/plain")


def _routes(content: SharedContent) -> dict[str, Handler]:
    """Return the handler of each path below the token."""
    static_files = {
        "": (page.page_html(content), "text/html"),
        "page.css": (page.read_asset("page.css"), "text/css"),
        "page.js": (page.read_asset("page.js"), "text/javascript"),
        "session.json": (page.session_json(content), "application/json"),
        page.COVER_FILE_NAME: (content.cover, "image/jpeg"),
    }
    handlers = {
        name: _static_handler(body, media_type) for name, (body, media_type) in static_files.items() if body
    }
    return {content.file_name: partial(_audio_response, content), **handlers}


def _static_handler(body: bytes, media_type: str) -> Handler:
    return lambda _: Response(body, media_type=media_type)


def _audio_response(content: SharedContent, request_headers: Headers) -> Response:
    size = content.audio.size
    base_headers = {"Accept-Ranges": "bytes"}
    # No response carries a validator, so an If-Range never matches: it gets the whole file (RFC 9110, 13.1.5).
    byte_range = (
        None
        if "if-range" in request_headers
        else byte_ranges.parse_range(request_headers.get("range", ""), size)
    )
    if byte_range is None:
        return _streaming_response(content, range(size), 200, base_headers)
    if not byte_range:
        return Response(None, 416, {**base_headers, "Content-Range": f"bytes */{size}"})
    content_range = f"bytes {byte_range.start}-{byte_range.stop - 1}/{size}"
    return _streaming_response(content, byte_range, 206, {**base_headers, "Content-Range": content_range})


def _streaming_response(
    content: SharedContent, byte_range: range, status: int, headers: dict[str, str]
) -> Response:
    content_length = {"Content-Length": str(len(byte_range))}
    chunks = _rechunk(content.audio.read(byte_range.start, byte_range.stop))
    # Starlette runs an ordinary iterator in a thread, and an asynchronous one in the event loop.
    body = chunks if content.slow_to_read else _iterate_in_event_loop(chunks)
    return StreamingResponse(body, status, {**headers, **content_length}, content.media_type)


def _rechunk(chunks: Iterator[bytes]) -> Iterator[bytes]:
    """Yield the bytes in chunks of at least RESPONSE_CHUNK_BYTES, except the last."""
    buffer = bytearray()
    for chunk in chunks:
        buffer += chunk
        if len(buffer) >= RESPONSE_CHUNK_BYTES:
            yield bytes(buffer)
            buffer.clear()
    if buffer:
        yield bytes(buffer)


async def _iterate_in_event_loop(chunks: Iterator[bytes]) -> AsyncIterator[bytes]:
    """Yield the chunks in the event loop, which takes less time than passing them from a thread.

    Other clients are served between two chunks, so that one fast client cannot starve them.
    """
    for chunk in chunks:
        yield chunk
        await asyncio.sleep(0)
