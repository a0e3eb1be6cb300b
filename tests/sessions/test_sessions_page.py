from __future__ import annotations

import pytest

from tests.helpers import sessions_page
from tests.helpers.sessions_page import SHIPPED_LIBRARY


@pytest.mark.parametrize("name", SHIPPED_LIBRARY.session_names)
def test_the_page_on_sessions_has_the_figures_of_each_session(name: str) -> None:
    page = sessions_page.PAGE_PATH.read_text(encoding="utf-8")
    assert sessions_page.session_section(name) in page, "run: python -m tests.helpers.sessions_page"
    assert page.count("\n## ") == len(SHIPPED_LIBRARY.session_names)
