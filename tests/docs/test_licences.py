from __future__ import annotations

import pytest

from tests.helpers import external_tools, licences_page


@pytest.mark.judge
def test_page_has_the_licence_of_every_locked_package() -> None:
    for package in ("faster_whisper", "piper", "playwright"):  # stand for requirements-judges.lock
        external_tools.require_package(package)
    page = licences_page.PAGE_PATH.read_text("utf-8")
    assert licences_page.update_table(page) == page, "run: python -m tests.helpers.licences_page"


def test_every_locked_package_has_a_row() -> None:
    page = licences_page.PAGE_PATH.read_text("utf-8")
    assert [name for name in licences_page.locked_packages() if f"| {name} | " not in page] == []
