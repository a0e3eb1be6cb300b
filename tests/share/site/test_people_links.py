"""Links for many people: a table, a code each that a camera reads, and a page to print."""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING

import pytest

from tests.helpers.program import run_program
from voiceguide.share.qr import qr_svg

if TYPE_CHECKING:
    from pathlib import Path

SITE = "https://example.org/back/"
PEOPLE = """name,session,minutes,hold
Anna <Berg>,upper-back-reset,12,seated-twist=25s
Bo,desk-break,,
"""
LINKS = {
    "Anna <Berg>": f"{SITE}#upper-back-reset?hold=seated-twist%3D25s&minutes=12",
    "Bo": f"{SITE}#desk-break",
}


def make_links(folder: Path, text: str = PEOPLE, out: str = "out", *options: str) -> tuple[int, str]:
    (folder / "people.csv").write_text(text, encoding="utf-8")
    done = run_program("batch", "people.csv", "--links", SITE, "--out", out, *options, cwd=folder)
    return done.returncode, done.stderr.decode()


def test_each_person_has_an_address_a_code_and_a_page(tmp_path: Path) -> None:
    code, message = make_links(tmp_path)
    assert (code, message.partition(":")[0]) == (0, "2 links")
    out = tmp_path / "out"
    rows = list(csv.DictReader(io.StringIO((out / "links.csv").read_text("utf-8-sig"))))
    assert {row["name"]: row["link"] for row in rows} == LINKS
    for row in rows:
        assert (out / row["code"]).read_text("utf-8") == qr_svg(row["link"])
    page = (out / "links.html").read_text("utf-8")
    assert page.count("<section>") == 2
    assert "<h1>Anna &lt;Berg&gt;</h1>" in page
    assert all(qr_svg(link) in page for link in LINKS.values())
    assert not list(out.rglob("*.mp3"))


def test_links_are_written_again_but_not_over_files_of_others(tmp_path: Path) -> None:
    assert make_links(tmp_path)[0] == make_links(tmp_path)[0] == 0
    for name in ("links.html", "links.csv"):
        other = tmp_path / name.replace(".", "-")
        other.mkdir()
        (other / name).write_text("mine", encoding="utf-8")
        code, message = make_links(tmp_path, PEOPLE, other.name)
        assert (code, (other / name).read_text("utf-8")) == (2, "mine"), message
        assert make_links(tmp_path, PEOPLE, other.name, "--force")[0] == 0


@pytest.mark.parametrize(
    ("text", "out", "message"),
    [
        ("name,session,voice\nA,settle,silent\n", "out", "people.csv:2:1: --voice is not possible on a page"),
        ("name,programme\nA,upper-back-4-weeks\n", "out", "people.csv:2:1: A link is for one session"),
        (PEOPLE, "s3://bucket", "Links are written to a folder of this computer"),
    ],
)
def test_a_link_that_cannot_be_is_told(text: str, out: str, message: str, tmp_path: Path) -> None:
    code, said = make_links(tmp_path, text, out)
    assert (code, said.startswith(message)) == (2, True), said
    assert [path.name for path in tmp_path.iterdir()] == ["people.csv"]
