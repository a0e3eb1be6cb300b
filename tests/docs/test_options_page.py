from __future__ import annotations

from tests.helpers import options_page


def test_options_page_has_a_row_for_each_option() -> None:
    page = options_page.PAGE_PATH.read_text(encoding="utf-8")
    assert page == options_page.options_page(), "run: python -m tests.helpers.options_page"
