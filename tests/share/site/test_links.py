from __future__ import annotations

import pytest

from voiceguide.errors import RequestError
from voiceguide.share.site.links import session_link

SITE = "https://example.org/back/"


def test_link_has_the_choices_in_its_fragment_in_order() -> None:
    link = session_link(SITE, "reset", {"minutes": ("12",), "hold": ("a=25s", "b=30s"), "level": ()})
    assert link == f"{SITE}#reset?hold=a%3D25s&hold=b%3D30s&minutes=12"
    assert session_link(SITE, "reset", {}) == f"{SITE}#reset"


@pytest.mark.parametrize(
    "site", ["", "example.org", "ftp://example.org", "https://", "https://example.org/#x", "http://[x"]
)
def test_address_that_is_no_site_is_refused(site: str) -> None:
    with pytest.raises(RequestError, match="not the address of a site"):
        session_link(site, "reset", {})


def test_option_that_the_page_lacks_is_refused() -> None:
    with pytest.raises(RequestError, match="--voice is not possible on a page"):
        session_link(SITE, "reset", {"voice": ("silent",)})
