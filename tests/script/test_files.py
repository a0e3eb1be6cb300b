from __future__ import annotations

import pytest

from voiceguide.errors import RequestError
from voiceguide.script.files import checked_script_name


@pytest.mark.parametrize("name", ["Neck", "neck roll", "-neck", "neck-", "3", "", "né", "\x1b[31mneck"])
def test_a_new_script_needs_a_plain_name(name: str) -> None:
    with pytest.raises(RequestError, match=r"name a script like “neck-roll\.md”") as caught:
        checked_script_name(name)
    assert str(caught.value).isprintable()
