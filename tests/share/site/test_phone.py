"""The published site where it runs: the engine under Pyodide in Node, and the page in a browser, offline too."""

from __future__ import annotations

import functools
import http.server
import json
import random
import subprocess
import threading
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest

from tests.helpers import external_tools
from voiceguide.errors import VoiceguideError
from voiceguide.export.render import render
from voiceguide.files.cache import Cache
from voiceguide.plan.merge import make_choices
from voiceguide.plan.options import OPTIONS, Choices
from voiceguide.share.site import publish as publishing
from voiceguide.share.site.publish import publish

if TYPE_CHECKING:
    from collections.abc import Iterator

pytestmark = [pytest.mark.judge, pytest.mark.slow]

SESSION = "two-minutes"
RUNTIME_FILES = (
    "pyodide.mjs",
    "pyodide.asm.mjs",
    "pyodide.asm.wasm",
    "python_stdlib.zip",
    "pyodide-lock.json",
)


@dataclass(frozen=True)
class Site:
    """Published site, what its page loads first, and the cache with the clips of its session."""

    folder: Path
    description: dict[str, Any]
    cache: Cache


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    runtime = external_tools.require_npm_package("pyodide") / "node_modules" / "pyodide"
    folder, cache_dir = tmp_path_factory.mktemp("site"), tmp_path_factory.mktemp("cache")
    with pytest.MonkeyPatch.context() as monkeypatch:
        monkeypatch.setenv("VOICEGUIDE_STORE", str(cache_dir))
        runtime_files = {name: (runtime / name).read_bytes() for name in RUNTIME_FILES}
        monkeypatch.setattr(publishing, "load_runtime", lambda *_: runtime_files)
        publish(folder, (SESSION,), Choices(voice="silent"))
        site_file = next((folder / "files").glob("site-*.json"))
        yield Site(folder, json.loads(site_file.read_bytes()), Cache(cache_dir))


def random_requests(count: int, minutes: list[int]) -> list[dict[str, list[str]]]:
    """Return choices that the page offers, drawn from a fixed seed."""
    draw = random.Random(20)
    named = [option for option in OPTIONS if option.on_page and option.names]
    requests: list[dict[str, list[str]]] = [{}]
    while len(requests) < count:
        chosen = draw.sample(named, draw.randint(0, 3))
        request = {option.name: [draw.choice(option.names)] for option in chosen}
        if draw.random() < 0.5:
            request["minutes"] = [str(draw.choice(minutes))]
        requests.append(request)
    return requests


def test_pyodide_makes_the_bytes_that_render_makes(site: Site, tmp_path: Path) -> None:
    description, (session,) = site.description, site.description["sessions"]
    requests = random_requests(24, session["minutes"])
    cases = {
        "voices": description["voices"],
        "sessionPacks": {SESSION: session["packs"]},
        "packs": {name: str(site.folder / path) for name, path in description["packs"].items()},
        "covers": [[SESSION, int(key), str(site.folder / path)] for key, path in session["covers"].items()],
        "requests": [[SESSION, json.dumps(request)] for request in requests],
    }
    cases_file = tmp_path / "cases.json"
    cases_file.write_text(json.dumps(cases), encoding="utf-8")
    helper = Path(external_tools.__file__).with_name("phone.mjs")
    pyodide = external_tools.require_npm_package("pyodide") / "node_modules" / "pyodide" / "pyodide.mjs"
    node = external_tools.require_program("node")
    run = subprocess.run(
        [node, str(helper), str(pyodide), str(site.folder / description["bundle"]), str(cases_file)],
        capture_output=True,
        text=True,
        check=False,
    )
    assert run.returncode == 0, run.stderr[-2000:]
    answers = list(map(json.loads, run.stdout.splitlines()))
    expected = [rendered(request, tmp_path, site.cache) for request in requests]
    assert answers == expected
    assert sum(len(answer) == len(sha256().hexdigest()) for answer in answers) > len(answers) // 3


def rendered(request: dict[str, list[str]], folder: Path, cache: Cache) -> str:
    """Return the SHA-256 of what `voiceguide render` writes, or its error."""
    choices = make_choices({"voice": ("silent",), **{name: tuple(texts) for name, texts in request.items()}})
    try:
        file = render(SESSION, choices, folder / "rendered.mp3", cache=cache)
    except VoiceguideError as error:
        return str(error)
    return sha256(file.path.read_bytes()).hexdigest()


@pytest.fixture
def address(site: Site) -> Iterator[tuple[str, http.server.ThreadingHTTPServer]]:
    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            pass

    handler = functools.partial(Handler, directory=str(site.folder))
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), handler) as server:
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{server.server_port}/", server
        server.shutdown()


def wait_until_quiet(page: Any) -> None:  # noqa: ANN401 - there only with playwright
    """Wait until the page reports nothing; fail with its report after half a minute."""
    for _ in range(300):
        message = page.evaluate("document.getElementById('status').textContent")
        if not message:
            return
        page.wait_for_timeout(100)
    pytest.fail(f"The page still says: {message}")


def test_listener_changes_a_session_in_a_browser_and_offline(
    site: Site, address: tuple[str, http.server.ThreadingHTTPServer], tmp_path: Path
) -> None:
    playwright = external_tools.require_package("playwright.sync_api")
    chromium = external_tools.require_program("chromium")
    url, server = address
    hosts: set[str] = set()
    served: set[str] = set()
    problems: list[str] = []
    with playwright.sync_playwright() as running:
        browser = running.chromium.launch(
            executable_path=chromium,
            args=[
                "--no-sandbox",
                "--disable-gpu",
                "--autoplay-policy=no-user-gesture-required",
                "--mute-audio",
            ],
        )
        context = browser.new_context(viewport={"width": 320, "height": 640}, accept_downloads=True)
        page = context.new_page()
        page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
        context.on("request", lambda request: served.add(request.url.rpartition("/")[2]))
        page.on("console", lambda message: problems.append(message.text) if message.type == "error" else None)
        page.on("pageerror", lambda error: problems.append(str(error)))
        page.goto(url)
        page.click(".cards a")
        page.wait_for_selector(".lines li")
        wait_until_quiet(page)
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
        page.click(".change > summary")
        page.select_option(".controls select", "3")
        wait_until_quiet(page)
        assert "minutes=3" in page.url
        assert downloaded(page, tmp_path) == rendered({"minutes": ["3"]}, tmp_path, site.cache)
        assert {"pyodide.asm.wasm.packed", "pyodide.asm.mjs.packed"} <= served
        assert any(name.endswith(".mp3.packed") for name in served)
        page.click("text=Keep this")
        page.wait_for_selector("text=it works without a network")
        server.shutdown()
        server.server_close()
        offline = context.new_page()
        offline.on("pageerror", lambda error: problems.append(str(error)))
        offline.goto(f"{url}#{SESSION}?minutes=4")
        offline.wait_for_selector(".lines li")
        wait_until_quiet(offline)
        assert downloaded(offline, tmp_path) == rendered({"minutes": ["4"]}, tmp_path, site.cache)
        offline.click(".toggle")
        offline.wait_for_timeout(1500)
        assert offline.evaluate("document.querySelector('.places .time').textContent") != "0:00"
        browser.close()
    assert problems == []
    assert hosts == {url.split("/")[2]}


def downloaded(page: Any, folder: Path) -> str:  # noqa: ANN401 - there only with playwright
    """Return the SHA-256 of the file that the page saves."""
    with page.expect_download() as download:
        page.click("text=Save the file")
    path = folder / "downloaded.mp3"
    download.value.save_as(path)
    return sha256(path.read_bytes()).hexdigest()


def test_scripts_of_the_page_have_sound_types(site: Site, tmp_path: Path) -> None:
    folder = external_tools.require_npm_package("typescript")
    options = {
        "checkJs": True,
        "allowJs": True,
        "noEmit": True,
        "strict": True,
        "noUncheckedIndexedAccess": True,
        "target": "ES2023",
        "module": "ES2022",
        "moduleResolution": "bundler",
        "types": [],
        "lib": ["ES2023", "DOM", "DOM.Iterable"],
    }
    (app,) = site.folder.glob("app-*")
    config = tmp_path / "tsconfig.json"
    config.write_text(json.dumps({"compilerOptions": options, "include": [f"{app}/*.js"]}), encoding="utf-8")
    node = external_tools.require_program("node")
    compiler = folder / "node_modules" / "typescript" / "bin" / "tsc"
    run = subprocess.run(
        [node, str(compiler), "-p", str(config)], capture_output=True, text=True, check=False
    )
    assert run.stdout == ""
    assert run.returncode == 0
    assert max(len(path.read_text("utf-8").splitlines()) for path in app.glob("*.js")) <= 200
