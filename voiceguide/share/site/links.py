"""Address of one session, with a listener's choices, on a published site."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode, urlsplit

from voiceguide.errors import RequestError
from voiceguide.plan.options import OPTIONS_BY_NAME

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voiceguide.plan.option import OptionTexts


def session_link(site: str, session: str, texts_by_option: Mapping[str, OptionTexts]) -> str:
    """Return the address of a session on a site: https://example.org/back/#upper-back-reset?minutes=12.

    Raise RequestError if `site` is no web address, or an option is not one of the page.
    """
    try:
        parts = urlsplit(site)
    except ValueError:  # brackets that contain no IPv6 address
        parts = urlsplit("")
    if parts.scheme not in {"http", "https"} or not parts.netloc or parts.fragment:
        raise RequestError(f"“{site}” is not the address of a site: write it like https://example.org/back/.")
    chosen = {name: texts for name, texts in sorted(texts_by_option.items()) if texts}
    for name in chosen:
        if not OPTIONS_BY_NAME[name].on_page:
            raise RequestError(
                f"--{name} is not possible on a page: the voice and its sound are fixed there."
            )
    pairs = [(name, text) for name, texts in chosen.items() for text in texts]
    return f"{site}#{session}{'?' if pairs else ''}{urlencode(pairs)}"
