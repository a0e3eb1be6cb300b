from __future__ import annotations

from tests.helpers import glossary_page


def test_glossary_lists_every_public_class() -> None:
    page = glossary_page.PAGE_PATH.read_text(encoding="utf-8")
    assert glossary_page.update_classes(page) == page, "run: python -m tests.helpers.glossary_page"


def test_every_public_class_has_a_summary() -> None:
    rows = [row for row in glossary_page.public_classes(glossary_page.ROOT / "voiceguide") if not row[2]]
    assert rows == []
