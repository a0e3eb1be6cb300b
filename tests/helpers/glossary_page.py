"""docs/glossary.md: the words of scripts and sessions, and every public class with the first line of its docstring.

`python -m tests.helpers.glossary_page` rewrites the list of classes in the page.
"""

from __future__ import annotations

import ast
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterator

ROOT = Path(__file__).parents[2]
PAGE_PATH = ROOT / "docs" / "glossary.md"
START, END = "<!-- classes -->\n", "<!-- /classes -->"
PACKAGES = (
    *("language", "script", "plan", "score", "fit", "speech", "audio", "views", "export", "checks"),
    *("share", "cli"),
)


def public_classes(folder: Path) -> Iterator[tuple[str, str, str]]:
    """Yield the name of each public class under a folder, its file below `voiceguide/`, and its summary."""
    for file in sorted(folder.rglob("*.py")):
        for node in ast.parse(file.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.ClassDef) and not node.name.startswith("_"):
                summary = (ast.get_docstring(node) or "").split("\n\n")[0].replace("\n", " ")
                yield node.name, file.relative_to(ROOT / "voiceguide").as_posix(), summary


def class_tables() -> str:
    """Return the tables of classes, one for each package, in Markdown."""
    parts = []
    for package in PACKAGES:
        rows = list(public_classes(ROOT / "voiceguide" / package))
        if rows:
            table = [f"| `{name}` | `{file}` | {summary} |" for name, file, summary in rows]
            parts.append("\n".join([f"### {package}/", "", "| class | file | |", "|---|---|---|", *table]))
    return "\n\n".join(parts) + "\n"


def update_classes(page: str) -> str:
    """Return the page with its list of classes rewritten."""
    head, _, rest = page.partition(START)
    return f"{head}{START}\n{class_tables()}\n{END}{rest.partition(END)[2]}"


if __name__ == "__main__":
    PAGE_PATH.write_text(update_classes(PAGE_PATH.read_text(encoding="utf-8")), encoding="utf-8")
