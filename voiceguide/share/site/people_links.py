"""Addresses of many people's sessions on a published site: a table, a code each, and a page to print."""

from __future__ import annotations

import csv
import io
from html import escape
from typing import TYPE_CHECKING

from voiceguide.errors import FileError, Problem, RequestError, ScriptError
from voiceguide.files.atomic import atomic_write
from voiceguide.paths import is_ours
from voiceguide.share.qr import qr_svg
from voiceguide.share.site.links import session_link

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path

    from voiceguide.export.batch.orders import Order

CODES_FOLDER = "codes"
TABLE_NAME, PAGE_NAME = "links.csv", "links.html"

_STYLE = """
body { font: 12pt/1.4 sans-serif; color: #000; background: #fff; margin: 0 }
section { break-inside: avoid; break-after: page; padding: 2em; text-align: center }
ol { text-align: left }
svg { width: 60mm; height: 60mm }
a { overflow-wrap: anywhere; color: inherit }
@page { margin: 15mm }
"""
_GENERATOR = '<meta name="generator" content="voiceguide">'
"""Mark by which the page is known as ours."""

_INSTRUCTIONS = (
    "Point your phone's camera at the code, and open the address that it shows.",
    "Press play. Put the phone where you hear it: you need neither look at it nor touch it.",
    "If a hold is too long or too short, change it on the page.",
)


def write_links(orders: Iterable[Order], site: str, folder: Path, file: str, *, force: bool = False) -> int:
    """Write a table, a page to print, and a code for each order, and return the number of orders.

    `file` is the table's name in messages. A page that voiceguide did not make is replaced only with `force`, and
    so is the table beside it. Raise ScriptError for rows that a page cannot fulfil, RequestError if somebody else's
    file is there, FileError if the folder cannot be written.
    """
    links = tuple(_links(orders, site, file))
    page_path = folder / PAGE_NAME
    foreign = not is_ours(page_path) or (not page_path.exists() and (folder / TABLE_NAME).exists())
    if foreign and not force:
        raise RequestError(
            f"{folder} has {PAGE_NAME} or {TABLE_NAME} already, and nothing in it says that voiceguide made it. "
            "Choose another folder with --out, or replace it with --force."
        )
    try:
        (folder / CODES_FOLDER).mkdir(parents=True, exist_ok=True)
        for order, link in links:
            with atomic_write(folder / CODES_FOLDER / f"{order.stem}.svg") as code:
                code.write(qr_svg(link).encode())
        with atomic_write(folder / TABLE_NAME) as table:
            table.writelines(_table(links))
        with atomic_write(page_path) as page:
            page.writelines(_page(links))
    except OSError as error:
        raise FileError(f"{folder} cannot be written: {error.strerror or error}.") from error
    return len(links)


def _links(orders: Iterable[Order], site: str, file: str) -> list[tuple[Order, str]]:
    links, problems = [], []
    for order in orders:
        if order.start is not None:
            problems.append(Problem(file, order.line, 1, "A link is for one session, not for a programme."))
            continue
        try:
            links.append((order, session_link(site, order.script, dict(order.texts))))
        except RequestError as error:
            problems.append(Problem(file, order.line, 1, str(error)))
    if problems:
        raise ScriptError(problems)
    return links


def _table(links: Iterable[tuple[Order, str]]) -> Iterator[bytes]:
    yield b"\xef\xbb\xbf"
    for texts in (("name", "session", "choices", "link", "code"), *map(_row, links)):
        line = io.StringIO()
        csv.writer(line).writerow(texts)
        yield line.getvalue().encode()


def _row(link: tuple[Order, str]) -> tuple[str, ...]:
    order, address = link
    return order.name, order.script, order.choices_text, address, f"{CODES_FOLDER}/{order.stem}.svg"


def _page(links: Iterable[tuple[Order, str]]) -> Iterator[bytes]:
    head = (
        "<!DOCTYPE html>",
        '<html lang="en">',
        '<meta charset="utf-8">',
        _GENERATOR,
        "<title>Links</title>",
    )
    yield "\n".join((*head, f"<style>{_STYLE}</style>", "")).encode()
    steps = "".join(f"<li>{escape(step)}</li>" for step in _INSTRUCTIONS)
    for order, address in links:
        name, link = escape(order.name or order.stem), escape(address)
        parts = (
            f"<h1>{name}</h1>",
            qr_svg(address),
            f'<p><a href="{link}">{link}</a></p>',
            f"<ol>{steps}</ol>",
        )
        yield f"<section>{''.join(parts)}</section>\n".encode()
    yield b"</html>\n"
