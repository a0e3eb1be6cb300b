"""The page in a real browser of a phone's size: playback, seeking, transcript, requests."""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from importlib.resources import files
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers import external_tools
from tests.helpers.share_client import serve_in_thread
from voiceguide.audio.mp3 import id3_writer
from voiceguide.audio.mp3.mp3_file import Mp3File
from voiceguide.export.session import LaidOutSession, lay_out_session
from voiceguide.plan.options import Choices
from voiceguide.score.transcript import ARTIST, lyrics
from voiceguide.share import page as pages
from voiceguide.share.content import content_from_session, open_content
from voiceguide.views import colours

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator
    from pathlib import Path

    from voiceguide.score.timeline import Timeline
    from voiceguide.share.server import Listener

SESSION = "seated-twist"
SILENT = Choices(voice="silent")
CHROMIUM_OPTIONS = (
    *("--no-sandbox", "--disable-gpu", "--disable-background-networking", "--disable-component-update"),
    *("--disable-sync", "--no-first-run", "--autoplay-policy=no-user-gesture-required", "--mute-audio"),
)
RECORD_MEDIA_COMMANDS = """
window.commands = {};
const given = navigator.mediaSession.setActionHandler.bind(navigator.mediaSession);
navigator.mediaSession.setActionHandler = (name, handler) => {
  window.commands[name] = handler;
  given(name, handler);
};
window.placed = [];
navigator.mediaSession.setPositionState = (state) => window.placed.push(state);
"""

FOCUS_SCRIPT = (
    """(({activeElement: it}) => [it.id || it.tagName, getComputedStyle(it).outlineStyle])(document)"""
)
"""Expression for the focused element and its outline style."""

ACCESSIBILITY_TREE = """
- banner:
  - heading "Seated twist" [level=1]
- main:
  - region "Player":
    - button "Previous chapter"
    - button "Play"
    - button "Next chapter"
    - status
  - heading "Words" [level=2]
  - region "Words":
    - list:
      - listitem: /Seated twist, .*/
  - heading "Chapters" [level=2]
  - list:
    - listitem:
      - button "Before you begin 0:00"
  - paragraph:
    - link "Save the file"
  - paragraph: /Turn trim-silence off/
"""
"""Text of the page for a screen reader, from Chromium's accessibility tree."""

REMOVE_AUDIO_SCRIPT = (
    "(audio => { audio.removeAttribute('src'); audio.load(); })(document.querySelector('audio'))"
)
CURRENT_TIME_SCRIPT = "document.querySelector('audio').currentTime"

pytestmark = pytest.mark.judge


@dataclass
class OpenPage:
    """Open page, with its requests and its console errors."""

    page: Any
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    @property
    def now(self) -> float:
        return float(self.page.evaluate(CURRENT_TIME_SCRIPT))


@pytest.fixture(scope="module")
def performance() -> LaidOutSession:
    return lay_out_session(SESSION, SILENT)


@pytest.fixture(scope="module")
def timeline(performance: LaidOutSession) -> Timeline:
    return performance.timeline


@pytest.fixture(scope="module")
def share_listener(performance: LaidOutSession) -> Iterator[Listener]:
    with serve_in_thread(content_from_session(performance)) as door:
        yield door


@pytest.fixture(scope="module")
def chromium() -> Iterator[Any]:
    playwright = external_tools.require_package("playwright.sync_api")
    path = external_tools.require_program("chromium")
    with playwright.sync_playwright() as running:
        opened = running.chromium.launch(executable_path=path, args=list(CHROMIUM_OPTIONS))
        yield opened
        opened.close()


@pytest.fixture
def visit(chromium: Any) -> Iterator[Callable[..., OpenPage]]:  # noqa: ANN401 - there only with playwright
    contexts = []

    def open_page(address: str) -> OpenPage:
        context = chromium.new_context(
            viewport={"width": 390, "height": 844}, is_mobile=True, has_touch=True, color_scheme="light"
        )
        contexts.append(context)
        context.add_init_script(RECORD_MEDIA_COMMANDS)
        made = OpenPage(context.new_page())
        made.page.on("request", lambda request: made.requests.append(request.url))
        made.page.on("console", lambda message: made.complaints.append(message.text))
        made.page.on("pageerror", lambda error: made.complaints.append(str(error)))
        made.page.goto(address)
        return made

    yield open_page
    for context in contexts:
        context.close()


def expect(locator: Any) -> Any:  # noqa: ANN401 - there only with playwright
    return external_tools.require_package("playwright.sync_api").expect(locator)


def test_it_plays_jumps_by_chapter_and_the_words_follow(
    share_listener: Listener, visit: Callable[..., OpenPage], timeline: Timeline
) -> None:
    opened = visit(share_listener.url)
    page, said = opened.page, lyrics(timeline)
    chapters = page.locator("#chapters button")
    expect(chapters).to_have_count(len(timeline.chapters))
    expect(page.locator("#lines li")).to_have_count(len(said))
    assert page.evaluate("document.querySelector('audio').duration") == pytest.approx(
        timeline.length / 24_000, abs=0.1
    )
    for number, chapter in enumerate(timeline.chapters):
        chapters.nth(number).click()
        expect(chapters.nth(number)).to_have_attribute("aria-current", "true")
        expect(page.locator("#chapters [aria-current]")).to_have_count(1)
        assert opened.now == pytest.approx(chapter.start / 24_000, abs=0.1)
    for line in said[1], said[-2]:
        page.evaluate(f"document.querySelector('audio').currentTime = {line.start / 24_000 + 0.05}")
        expect(page.locator("#lines [aria-current]")).to_have_text(line.text)
        expect(page.locator("#lines [aria-current]")).to_be_in_viewport()
    page.locator("#toggle").tap()
    expect(page.locator("#toggle")).to_have_attribute("aria-label", "Pause")
    before = opened.now
    page.wait_for_timeout(600)
    assert 0.2 < opened.now - before < 3
    page.locator("#toggle").tap()
    expect(page.locator("#toggle")).to_have_attribute("aria-label", "Play")
    assert opened.complaints == []


def test_lock_screen_shows_metadata_and_controls_playback(
    share_listener: Listener, visit: Callable[..., OpenPage], timeline: Timeline
) -> None:
    opened = visit(share_listener.url)
    page = opened.page
    expect(page.locator("#chapters button")).to_have_count(len(timeline.chapters))
    assert set(page.evaluate("Object.keys(window.commands)")) == {
        *("play", "pause", "previoustrack", "nexttrack", "seekto")
    }
    starts = [chapter.start / 24_000 for chapter in timeline.chapters]
    page.evaluate(f"window.commands.seekto({{seekTime: {starts[2] + 1}}})")
    assert opened.now == pytest.approx(starts[2] + 1, abs=0.1)
    told = page.evaluate(
        "(({title, artist, album, artwork}) => [title, artist, album, artwork[0].src])"
        "(navigator.mediaSession.metadata)"
    )
    assert told == ["Seated twist", "Seated twist", "voiceguide", f"{share_listener.url}cover.jpg"]
    page.evaluate("window.commands.previoustrack()")
    assert opened.now == pytest.approx(starts[1], abs=0.1)
    page.evaluate("window.commands.nexttrack()")
    page.evaluate("window.commands.nexttrack()")
    assert opened.now == pytest.approx(starts[3], abs=0.1)
    page.evaluate("window.commands.play()")
    expect(page.locator("body")).to_have_class("playing")
    page.evaluate("window.commands.pause()")
    expect(page.locator("body")).not_to_have_class("playing")
    state = page.evaluate("window.placed.at(-1)")
    assert state["duration"] == pytest.approx(timeline.length / 24_000, abs=0.1)
    assert 0 <= state["position"] <= state["duration"]


def test_a_keyboard_reaches_and_works_everything(
    share_listener: Listener, visit: Callable[..., OpenPage]
) -> None:
    opened = visit(share_listener.url)
    page = opened.page
    expect(page.locator("#chapters button").last).to_be_visible()
    page.keyboard.press("ArrowRight")
    assert opened.now == pytest.approx(10, abs=0.1)
    page.keyboard.press(" ")
    expect(page.locator("body")).to_have_class("playing")
    page.keyboard.press(" ")
    expect(page.locator("body")).not_to_have_class("playing")
    chapters = page.locator("#chapters .time").count()
    wanted = ["AUDIO", "previous", "toggle", "next", "transcript", *["BUTTON"] * chapters, "A"]
    reached: list[str] = []
    while "A" not in reached and len(reached) < 60:
        page.keyboard.press("Tab")
        name, frame = page.evaluate(FOCUS_SCRIPT)
        if name == "AUDIO" and "AUDIO" in reached:  # its own buttons manage their focus
            continue
        assert frame == "solid", name
        reached.append(name)
    assert reached == wanted
    page.locator("#chapters button").nth(2).focus()
    page.keyboard.press("Enter")
    expect(page.locator("#chapters button").nth(2)).to_have_attribute("aria-current", "true")


def test_axe_finds_no_violation_and_a_screen_reader_has_names(
    share_listener: Listener, visit: Callable[..., OpenPage]
) -> None:
    external_tools.require_package("axe_playwright_python")
    page = visit(share_listener.url).page
    expect(page.locator("#chapters button").last).to_be_visible()
    page.locator("#chapters button").nth(2).click()
    page.evaluate((files("axe_playwright_python") / "axe.min.js").read_text("utf-8"))
    for scheme, paper in (("light", colours.BACKGROUND), ("dark", colours.DARK_BACKGROUND)):
        page.emulate_media(color_scheme=scheme)
        expect(page.locator("body")).to_have_css("background-color", _rgb(paper))
        found = page.evaluate("axe.run()")
        assert [(each["id"], each["nodes"][0]["html"]) for each in found["violations"]] == []
        assert len(found["passes"]) > 20
    expect(page.locator("body")).to_match_aria_snapshot(ACCESSIBILITY_TREE)


def test_nothing_overflows(share_listener: Listener, visit: Callable[..., OpenPage]) -> None:
    page = visit(share_listener.url).page
    expect(page.locator("#chapters button").last).to_be_visible()
    for width in (320, 390, 1200):
        page.set_viewport_size({"width": width, "height": 844})
        _assert_no_overflow(page, width)


def _assert_no_overflow(page: Any, width: int) -> None:  # noqa: ANN401 - a page of playwright, which may be absent
    assert page.evaluate("document.documentElement.scrollWidth") == width
    beyond = """() => [...document.querySelectorAll("body *")].map((each) => each.getBoundingClientRect())
        .filter(({left, right}) => right > innerWidth + 0.5 || left < -0.5).length"""
    assert page.evaluate(beyond) == 0
    small = """() => [...document.querySelectorAll("button, .save a")].filter((each) =>
        each.getBoundingClientRect().height < 44).length"""
    assert page.evaluate(small) == 0


def test_page_makes_no_foreign_request_and_keeps_position(
    share_listener: Listener, visit: Callable[..., OpenPage]
) -> None:
    opened = visit(share_listener.url)
    expect(opened.page.locator("#chapters button").last).to_be_visible()
    opened.page.evaluate("document.querySelector('audio').currentTime = 100")
    opened.page.wait_for_timeout(200)
    opened.page.reload()
    expect(opened.page.locator("#chapters button").last).to_be_visible()
    assert opened.now == pytest.approx(100, abs=0.5)
    assert opened.requests
    assert {address for address in opened.requests if not address.startswith(share_listener.url)} == set()
    assert opened.complaints == []


def test_markup_in_titles_and_words_is_text(
    visit: Callable[..., OpenPage], tmp_path: Path, performance: LaidOutSession
) -> None:
    """A file with HTML and script in its tag."""
    evil = '</title><img src=x onerror="window.hit=1"><script>window.hit=1</script>\'"&amp;$title'
    timeline = performance.timeline
    tags = id3_writer.Tags(
        *(evil, "a", "b", 2026, "eng", timeline.length, "c", ARTIST),
        lines=((24_000, evil),),
        chapters=(id3_writer.TagChapter(24_000, timeline.length, evil),),
    )
    rendering = performance.mp3_file()
    name = "it's <b>&amp; $audio #1?.mp3"
    (tmp_path / name).write_bytes(
        b"".join(Mp3File(id3_writer.encode_tag(tags), rendering.length, rendering.source).read())
    )
    with open_content(tmp_path / name) as evil_file, serve_in_thread(evil_file) as door:
        opened = visit(door.url)
        expect(opened.page.locator("h1")).to_have_text(evil)
        expect(opened.page.locator("#lines li")).to_have_text(evil)
        expect(opened.page.locator("#chapters .time")).to_have_text("0:01")
        assert opened.page.title() == evil
        assert opened.page.evaluate("window.hit") is None
        assert opened.page.locator("img").count() == 0
        assert opened.page.evaluate("document.querySelector('audio').duration") > 100
        # Without a cover a browser looks elsewhere for an icon: nothing else is complained of.
        assert all("404" in complaint for complaint in opened.complaints)


def test_page_reports_when_the_server_is_gone(
    share_listener: Listener, visit: Callable[..., OpenPage]
) -> None:
    """The page reports a missing session.json, and sound that stops arriving."""
    page = visit(share_listener.url).page
    status = page.get_by_role("status")
    expect(page.locator("#chapters button").last).to_be_visible()
    page.clock.install()
    page.evaluate(REMOVE_AUDIO_SCRIPT)  # else it might just find that it can play
    page.evaluate("document.querySelector('audio').dispatchEvent(new Event('waiting'))")
    page.clock.fast_forward(7000)
    expect(status).to_be_empty()
    page.clock.fast_forward(2000)
    expect(status).to_contain_text("Is the computer still sharing it?")
    page.evaluate("document.querySelector('audio').dispatchEvent(new Event('playing'))")
    expect(status).to_be_empty()
    page.route("**/session.json", lambda route: route.abort())
    page.reload()
    expect(status).to_contain_text("Is the computer still sharing it?")


def test_the_page_has_the_colours_of_all_pictures() -> None:
    used = set(re.findall(r"#[0-9a-f]{6}\b", pages.read_asset("page.css").decode()))
    assert used == {
        *(colours.BACKGROUND, colours.FOREGROUND, colours.MUTED, colours.HOLDS),
        *(colours.DARK_BACKGROUND, colours.DARK_FOREGROUND, colours.DARK_MUTED, colours.DARK_HOLDS),
    }


def _rgb(colour: str) -> str:
    red, green, blue = bytes.fromhex(colour[1:])
    return f"rgb({red}, {green}, {blue})"
