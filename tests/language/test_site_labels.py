from __future__ import annotations

import pytest

from voiceguide.language import LANGUAGES
from voiceguide.plan.options import OPTIONS


@pytest.mark.parametrize("code", LANGUAGES)
def test_each_option_that_a_page_lists_has_a_label(code: str) -> None:
    listed = {option.name for option in OPTIONS if option.on_page and option.names}
    assert LANGUAGES[code].site.labels.keys() == listed
