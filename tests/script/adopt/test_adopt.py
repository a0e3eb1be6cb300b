"""Handouts become drafts: twelve documents, what must not be lost, and documents made to harm."""

from __future__ import annotations

import random
import re
import time
import tomllib
import zipfile
import zlib
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.helpers import external_tools
from tests.helpers.program import run_program
from tests.script.adopt.office_files import pdf_file, word_file
from voiceguide import units
from voiceguide.errors import RequestError
from voiceguide.script import printer
from voiceguide.script.adopt import document, draft, lines
from voiceguide.script.adopt.blocks import words_of
from voiceguide.script.adopt.document import read_document
from voiceguide.script.adopt.draft import draft_script
from voiceguide.script.adopt.web_page import page_to_markdown
from voiceguide.script.model import Section, Step
from voiceguide.script.reader import read_technique
from voiceguide.script.walk import walk_parts

FOLDER = Path(__file__).parent
EXPECTED = tomllib.loads((FOLDER / "expected.toml").read_text(encoding="utf-8"))
OFFICE = [name for name, facts in EXPECTED.items() if "lines" in facts]


def steps_of(source: str) -> list[str]:
    """Return the lines of the steps in a script."""
    return re.findall(r"^- (.*)$", source, re.MULTILINE)


def facts(source: str) -> dict[str, Any]:
    """Return what a draft has of each key of expected.toml."""
    technique = read_technique(source, "draft", "draft.md")
    return {
        "title": technique.title,
        "language": technique.language,
        "position": technique.position,
        "needs": list(technique.needs),
        "values": [f"{value.name} {printer.format_value(value)}" for value in technique.values],
        "steps": steps_of(source),
        "notes": len(technique.notes),
    }


def expected(name: str) -> dict[str, Any]:
    """Return the facts that a document should give, with defaults."""
    wanted = {"language": "en", "needs": [], **EXPECTED[name]}
    wanted.pop("lines", None)
    return {
        **wanted,
        "values": [
            value.replace("60s)", f"{units.format_duration(units.to_samples(60))})")
            for value in wanted["values"]
        ],
    }


@pytest.mark.parametrize(
    ("text", "steps"),
    [
        ("**1. Swing**\n\nLean forward.\n2 x 15 each side\n\n**2. Slide**\n\nSlide up the wall. Hold 20-30 sec, x 5.",
         ["{rounds} x reps {reps}, up 2s, down 2s, each side", "5 x hold {hold}"]),
        ("1) Clam shells\nLift the top knee.\n3 sets of 12 reps\n\n2) Bridge\nLift up. Hold 5 secs. Repeat x 10.",
         ["{rounds} x reps {reps}, up 2s, down 2s", "reps 10, up 2s, hold {hold}, down 2s"]),
        ("Lift the knee, 10 reps.\n\nBend the other elbow, 12 reps.",
         ["reps {reps}, up 2s, down 2s", "reps 12, up 2s, down 2s"]),
        ("Lean over.\nHold 30 seconds x 3 each side. Repeat 3 times daily.", ["{rounds} x hold {hold}, each side"]),
        ("Push your hips forward. Hold for 45 seconds. Repeat twice. Do it 2x/day.", ["{rounds} x hold {hold}"]),
        ("| Exercise | Sets | Reps | Hold |\n|---|---|---|---|\n| Squat | 3 | 10 | - |\n| Plank | 2 | - | 30 s |",
         ["{rounds} x reps {reps}, up 2s, down 2s", "2 x hold {hold}"]),
        ("Heben Sie die Schultern.\n2 Sätze à 10 Wdh. Und das zweimal täglich, nicht mehr.",
         ["{rounds} x reps {reps}, auf 2s, ab 2s"]),
    ],
)  # fmt: skip
def test_each_exercise_becomes_a_step_of_its_own(text: str, steps: list[str]) -> None:
    source = draft_script(text, "a.txt")
    assert steps_of(source) == steps
    technique = read_technique(source, "a", "a.md")
    assert all(part.cues for part in walk_parts(technique.body) if isinstance(part, Step))


def test_an_at_sign_among_words_stays_in_a_comment() -> None:
    source = draft_script("Push @ half effort, or ask me@example.com. Sit.", "a.txt")
    assert read_technique(source, "a", "a.md").body
    assert "source: Push @ half effort, or ask me@example.com." in source


def test_a_sentence_that_is_wrapped_early_is_no_heading() -> None:
    assert "##" not in draft_script("Sit tall on a firm chair with both\nFeet of yours flat. Rest.", "a.txt")


def test_there_are_twelve_documents() -> None:
    assert len(EXPECTED) == 12


@pytest.mark.parametrize("name", sorted(EXPECTED.keys() - set(OFFICE)))
def test_a_handout_becomes_the_draft_that_was_expected(name: str) -> None:
    stem, _, suffix = name.rpartition("-")
    path = FOLDER / "documents" / f"{stem}.{suffix}"
    source = draft_script(text := read_document(path), path.name)
    assert facts(source) == expected(name)
    assert set(words_of(text)) <= set(words_of(source))


@pytest.mark.judge
@pytest.mark.slow  # starts a process
@pytest.mark.parametrize("name", OFFICE)
def test_a_word_or_pdf_document_becomes_the_draft_that_was_expected(tmp_path: Path, name: str) -> None:
    external_tools.require_package("markitdown")
    stem, _, suffix = name.rpartition("-")
    path = tmp_path / f"{stem}.{suffix}"
    path.write_bytes((pdf_file if suffix == "pdf" else word_file)(EXPECTED[name]["lines"]))
    source = draft_script(read_document(path), path.name)
    assert facts(source) == expected(name)
    assert set(words_of(" ".join(EXPECTED[name]["lines"]))) <= set(words_of(source))


WORDS = st.sampled_from(
    (
        "Hold",
        "hold",
        "20",
        "seconds",
        "3",
        "times",
        "each side",
        "Stop",
        "pain.",
        "Sit",
        "chair",
        "#",
        "- ",
        "1.",
        "|",
        "<b>",
        "-->",
        "<!--",
        "--",
        "{x}",
        "@half",
        "> ",
        "`code`",
        "[a](http://b.c/d_e)",
        "🙂",
        "x",
        "×",
        "10 reps",
        "\n",
        "\n\n",
        "...",
        "ß",
        "1:30",
        "title:",
        "---",
        "\t",
        "&amp;",
        "(soft)",
        "*slow*",
        "...",
        "need:",
        "You need: a mat",
        "Halten",
        "Sek.",
        "5 breaths",
        "## A, 2 x",
    )
) | st.text(max_size=12)


@given(st.lists(WORDS, max_size=25).map(" ".join))
def test_no_word_of_a_handout_is_lost(text: str) -> None:
    try:
        source = draft_script(text, "Some handout.txt")
    except RequestError as error:
        assert "no words" in str(error)  # noqa: PT017 - the only error that a short text may have
        return
    numbered = re.compile(r"^[\s>]*\(?\d{1,2}[.)](?=\s)", re.MULTILINE)
    wanted = {word for word in words_of(numbered.sub("", text)) if word.isascii()}
    assert wanted <= set(words_of(source))
    assert source.startswith("---\ntitle: ")


@pytest.mark.parametrize(
    ("page", "words"),
    [
        ("<head><title>T</title><p>Hold it.", ["t", "hold", "it"]),
        ("<p>Sit.</p><svg>a</svg><svg>Hold it.", ["sit", "hold", "it"]),
        ("<p title=don't>Sit</p> isn't <a href='a>b'>easy</a>", ["sit", "isn", "t", "easy"]),
        ("Less < 5 &lt;b&gt; more", ["less", "5", "b", "more"]),
        ("Sit.<script>x()<p>hidden", ["sit"]),
        ("Sit.<!-- x --> Hold.<!-- hidden", ["sit", "hold"]),
        ("<!DOCTYPE html><TITLE>T</TITLE><P>Sit", ["t", "sit"]),
    ],
)
def test_a_page_that_is_not_closed_hides_only_what_browsers_hide(page: str, words: list[str]) -> None:
    assert words_of(page_to_markdown(page)) == words


@pytest.mark.parametrize(
    "piece",
    [
        "<![CDATA[",
        "<!--",
        "<!-",
        "<a x='",
        '<a x="',
        "</a",
        "<script>",
        "<svg>",
        "&#",
        "<",
        "<?",
        "<a =",
        "=",
    ],
)
def test_a_page_is_read_in_linear_time(piece: str) -> None:
    """A page of 400 kB takes a tenth of a second; time that grew with the square of it would be many seconds."""
    page = piece * (400_000 // len(piece))
    start = time.process_time()
    page_to_markdown(page)
    assert time.process_time() - start < 2


def test_many_characters_that_cannot_be_spoken_are_left_out_in_linear_time() -> None:
    start = time.process_time()
    assert lines.speakable_line("\N{SLIGHTLY SMILING FACE}a " * 4_000, "en") == " ".join("a" * 4_000)
    assert time.process_time() - start < 2


def test_a_text_with_too_many_words_is_refused_before_it_is_drafted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(draft, "read_blocks", lambda _: pytest.fail("it is read"))
    with pytest.raises(RequestError, match="1 words, more than 50 kB"):
        draft_script("9" * 60_000, "a.txt")


def bomb(size: int) -> bytes:
    """Return a PDF whose page unpacks to that many blanks."""
    packed = zlib.compress(b" " * size, 9)
    stream = b"/Filter /FlateDecode /Length %d >>\nstream\n%s\nendstream" % (len(packed), packed)
    return re.sub(
        rb"<< /Length \d+ >>\nstream.*?endstream", lambda _: b"<< " + stream, pdf_file(["a"]), flags=re.DOTALL
    )


@pytest.mark.judge
@pytest.mark.slow  # starts processes
def test_a_pdf_that_unpacks_to_very_much_ends_in_time_and_memory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    external_tools.require_package("markitdown")
    measure, peak = document._memory_bytes, 0

    def measure_peak(process_id: int) -> int:
        nonlocal peak
        peak = max(peak, found := measure(process_id))
        return found

    monkeypatch.setattr(document, "_memory_bytes", measure_peak)
    path = tmp_path / "a.pdf"
    path.write_bytes(bomb(400_000_000))
    start = time.monotonic()
    with pytest.raises(RequestError, match=r"memory|takes longer|takes too long"):
        read_document(path)
    assert time.monotonic() - start < 10
    assert peak < document.MAX_MEMORY_BYTES + 20_000_000
    assert [path.name for path in tmp_path.iterdir()] == ["a.pdf"]


@pytest.mark.judge
@pytest.mark.slow  # starts a process
@pytest.mark.parametrize("suffix", ["pdf", "docx"])
def test_no_word_of_a_document_is_lost(tmp_path: Path, suffix: str) -> None:
    external_tools.require_package("markitdown")
    random_words = random.Random(18)
    doses = (
        "Hold 20-30 sec.",
        "Repeat 3 times daily.",
        "2 x 15 each side.",
        "Stop if it hurts!",
        "Sit on a chair.",
    )
    texts = [
        " ".join(
            (
                f"word{number}",
                random_words.choice(doses),
                *random_words.choices(["lift", "lower", "turn", "(slowly)"], k=4),
            )
        )
        for number in range(40)
    ]
    path = tmp_path / f"a.{suffix}"
    path.write_bytes((pdf_file if suffix == "pdf" else word_file)(texts))
    assert set(words_of(" ".join(texts))) <= set(words_of(draft_script(read_document(path), path.name)))


def test_what_a_page_hides_is_left_out_and_its_words_stay() -> None:
    page = "<title>T</title><style>a{}</style><script>evil()</script><p onclick='x()'>A &lt;b&gt; c</p>"
    assert words_of(page_to_markdown(page)) == ["t", "a", "b", "c"]


@pytest.mark.parametrize(
    ("name", "data", "wrong"),
    [
        ("big.pdf", b"%PDF-1.4" + b"x" * 50_000_000, "larger than 20 MB"),
        ("bomb.docx", word_file(["a"], bomb=bytes(80_000_000)), "unpacks to more than 60 MB"),
        (
            "parts.docx",
            word_file(["a"], **{f"p{number}": b"" for number in range(5_000)}),
            "more than 5,000 parts",
        ),
        ("macros.docm", word_file(["a"], vbaProject=b"x"), "has macros"),
        ("damaged.docx", b"PK\x03\x04 damaged", "is damaged"),
        ("old.doc", b"\xd0\xcf\x11\xe0" * 100, "is not a text, Markdown"),
        ("picture.txt", b"\x89PNG\r\n\x1a\n\0\0", "is not text"),
        ("long.txt", b"word " * 300_000, "larger than 1 MB"),
        ("empty.txt", b" \n", "no words"),
        ("words.txt", b"word " * 20_000, "Split it"),
    ],
)
def test_a_document_made_to_harm_ends_in_a_sentence(
    tmp_path: Path, name: str, data: bytes, wrong: str
) -> None:
    path = tmp_path / name
    path.write_bytes(data)
    start = time.process_time()
    with pytest.raises(RequestError, match=wrong) as caught:
        draft_script(read_document(path), name)
    assert str(caught.value).startswith((str(path), "There", name))
    assert time.process_time() - start < 5


def test_another_archive_is_no_word_document(tmp_path: Path) -> None:
    output = BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        archive.writestr("a.txt", "a")
    (tmp_path / "a.docx").write_bytes(output.getvalue())
    with pytest.raises(RequestError, match="no Word document"):
        read_document(tmp_path / "a.docx")


@pytest.mark.judge
@pytest.mark.slow  # starts processes
@pytest.mark.parametrize(
    ("limit", "value", "wrong"),
    [("MAX_SECONDS", 0.01, "takes longer than"), ("MAX_MEMORY_BYTES", 1_000_000, "MB of memory")],
)
def test_a_reader_that_takes_too_much_is_ended(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, limit: str, value: float, wrong: str
) -> None:
    external_tools.require_package("markitdown")
    path = tmp_path / "a.pdf"
    path.write_bytes(pdf_file(["Sit tall."]))
    monkeypatch.setattr(document, limit, value)
    with pytest.raises(RequestError, match=wrong):
        read_document(path)


@pytest.mark.judge
@pytest.mark.slow  # starts a process
def test_a_damaged_pdf_ends_in_a_sentence(tmp_path: Path) -> None:
    external_tools.require_package("markitdown")
    path = tmp_path / "a.pdf"
    path.write_bytes(b"%PDF-1.4\n" + b"\x00\xff" * 500)
    with pytest.raises(RequestError, match=r"damaged|no words"):
        draft_script(read_document(path), path.name)


@pytest.mark.slow  # starts a process
def test_the_command_writes_a_draft_checks_it_and_replaces_nothing(tmp_path: Path) -> None:
    handout = FOLDER / "documents" / "wall.txt"
    done = run_program("adopt", handout, cwd=tmp_path)
    assert done.returncode == 0
    assert "does not say when to stop" in done.stderr.decode()
    assert "wall.md is a draft" in done.stderr.decode()
    before = (tmp_path / "wall.md").read_bytes()
    again = run_program("adopt", handout, cwd=tmp_path)
    assert again.returncode == 2
    assert "wall.md already exists" in again.stderr.decode()
    assert (tmp_path / "wall.md").read_bytes() == before


def test_every_draft_has_steps_with_words() -> None:
    for path in sorted((FOLDER / "documents").iterdir()):
        technique = read_technique(draft_script(read_document(path), path.name), "draft", "draft.md")
        steps = [
            part
            for part in walk_parts(technique.body)
            if isinstance(part, Step) and not isinstance(part, Section)
        ]
        assert steps
        assert all(step.cues for step in steps)
