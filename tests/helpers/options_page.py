"""docs/options.md: every option of a session, from the table in voiceguide/plan/options.py.

`python -m tests.helpers.options_page` rewrites the page.
"""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from voiceguide.plan.options import OPTIONS

if TYPE_CHECKING:
    from voiceguide.plan.option import Option

PAGE_PATH = Path(__file__).parents[2] / "docs" / "options.md"

HEAD = """# Options of a session

Every command that takes a session has these options, and so have the functions of the Python API
([api.md](api.md)). The table is written by `python -m tests.helpers.options_page` from the rows of
`voiceguide/plan/options.py`.

The last two columns say whether `voiceguide set` saves an option for all sessions (`set hold 25s`), and for one
technique or session (`set floor-twist.hold 45s`).

| option | meaning | for all | for one |
|---|---|---|---|
"""


def option_row(option: Option) -> str:
    """Return the row of an option in Markdown."""
    name = (
        f"`--{option.name} {option.metavar}`"
        if option.metavar
        else f"`--{option.name}`, `--no-{option.name}`"
    )
    scopes = ("yes" if allowed else "" for allowed in (option.allows_global, option.allows_target))
    return f"| {' | '.join((name, option.help_text, *scopes))} |\n"


def options_page() -> str:
    """Return the whole page."""
    return HEAD + "".join(map(option_row, OPTIONS))


if __name__ == "__main__":
    PAGE_PATH.write_text(options_page(), encoding="utf-8")
