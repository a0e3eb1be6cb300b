"""Publishing: sessions → a folder with a static site, which any web server can serve.

Files carry a hash of their content in their names, so a file never changes and two publishings share what is equal.
index.html is replaced after all that it names: until then the old site is whole, and from then on the new one. sw.js
comes last: a phone that read a new one beside an old index.html would keep that page under the new version, for good.
"""

from __future__ import annotations

import hashlib
import json
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from html import escape
from importlib.resources import files
from pathlib import Path
from string import Template
from typing import TYPE_CHECKING, Any

from voiceguide import paths
from voiceguide.errors import FileError, RequestError
from voiceguide.export.clips import ignore_progress
from voiceguide.export.session import resolve_session
from voiceguide.files.atomic import atomic_write
from voiceguide.files.cache import Cache
from voiceguide.language import LANGUAGES
from voiceguide.score.timeline_json import timeline_to_dict
from voiceguide.script.files import SHARED_FILES, shipped_dir
from voiceguide.script.library import Library, open_library
from voiceguide.script.shared_pages import DEFAULT_SUBJECT
from voiceguide.script.subjects import notes_path, session_subject
from voiceguide.script.uses import BOOKENDS
from voiceguide.share.site.bundle import build_bundle
from voiceguide.share.site.contents import SessionContents, SiteContents, build_contents
from voiceguide.share.site.controls import describe_session
from voiceguide.share.site.packed_files import PACKED_SUFFIX, packed_forms
from voiceguide.share.site.runtime import VERSION as RUNTIME_VERSION
from voiceguide.share.site.runtime import load_runtime
from voiceguide.versions import __version__
from voiceguide.views import colours

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Mapping

    from voiceguide.export.clips import ProgressCallback
    from voiceguide.plan.options import Choices
    from voiceguide.script.model import Session

MANIFEST_FILE = ".voiceguide-site.json"
"""File that marks a folder as a site of ours, and lists its files."""

_HASH_DIGITS = 10


@dataclass(frozen=True, slots=True)
class PublishedSite:
    """Site that was written: its folder, its files by path, and how many of them are new."""

    folder: Path
    sizes: dict[str, int]
    new_files: tuple[str, ...]


def publish(  # noqa: PLR0913 - two subjects (sessions, site) with independent options
    folder: Path,
    session_names: tuple[str, ...],
    choices: Choices,
    *,
    runtime: Path | None = None,
    announce: Callable[[str], None] = lambda _: None,
    on_progress: ProgressCallback | None = None,
) -> PublishedSite:
    """Write a site with sessions into a folder, or bring the one that is there up to date.

    Without names it has all shipped sessions and the user's own. `runtime` is a folder with the runtime's archive;
    `announce` is called with a sentence before anything is fetched. Raise RequestError if the folder holds anything
    but a site of ours, and VoiceguideError on any other failure; the old site is then as it was.
    """
    old_files = _files_of_old_site(folder)
    sessions = [resolve_session(name, choices.scripts_dir) for name in session_names or _all_names(choices)]
    _refuse_equal_names(session for session, _ in sessions)
    runtime_files = load_runtime(runtime, announce)
    contents = build_contents(sessions, choices, Cache(paths.cache_dir()), on_progress or ignore_progress)
    site_files = _site_files(contents, sessions, runtime_files)
    new_files = tuple(name for name in site_files if not (folder / name).is_file())
    _write(folder, site_files, old_files)
    return PublishedSite(folder, {name: len(data) for name, data in site_files.items()}, new_files)


def _all_names(choices: Choices) -> tuple[str, ...]:
    return open_library(choices.scripts_dir).session_names


def _refuse_equal_names(sessions: Iterable[Session]) -> None:
    seen: set[str] = set()
    for session in sessions:
        if session.name in seen:
            raise RequestError(f"Two sessions are called “{session.name}”: publish one of them.")
        seen.add(session.name)


def _site_files(
    contents: SiteContents, sessions: list[tuple[Session, Library]], runtime_files: Mapping[str, bytes]
) -> dict[str, bytes]:
    """Return the files of the site by path, in the order in which they are written."""
    site = _SiteWriter()
    language = contents.sessions[0].session.language
    icon = site.add("icon", ".jpg", next(iter(contents.sessions[0].covers.values())))
    description = {
        "bundle": site.add("bundle", ".zip", build_bundle(_scripts(sessions))),
        "runtime": site.add_folder(f"runtime-{RUNTIME_VERSION}", runtime_files),
        "voices": {entry.session.language: entry.voice_name for entry in contents.sessions},
        "packs": {name: site.add(name, ".pack", data) for name, data in contents.packs.items()},
        "sessions": [
            _session_entry(site, session_contents, library)
            for session_contents, (_, library) in zip(contents.sessions, sessions, strict=True)
        ],
        "strings": _strings(language),
    }
    site_file = site.add("site", ".json", _to_json(description))
    app_folder = site.add_folder("app", _web_files("app"))
    title = LANGUAGES[language].site.title
    placeholders = {
        "language": language,
        "title": title,
        "noscript": LANGUAGES[language].site.noscript,
        "app": app_folder.rstrip("/"),
        "site": site_file,
        "icon": icon,
        "manifest": site.add("manifest", ".webmanifest", _to_json(_manifest(title, icon))),
    }
    index = Template(_web_file("index.html").decode()).substitute(
        {name: escape(text) for name, text in placeholders.items()}
    )
    packed = packed_forms(site.files)
    page_files = ["index.html", site_file, *(name for name in site.files if name.startswith(app_folder))]
    worker = Template(_web_file("sw.js").decode()).safe_substitute(
        version=_hash_of({"index.html": index.encode()}),
        page_files=json.dumps(page_files),
        packed_sizes=json.dumps({path: len(site.files[path]) for path in packed}),
    )
    return {
        **site.files,
        **{f"{path}{PACKED_SUFFIX}": data for path, data in packed.items()},
        ".nojekyll": b"",
        "HOSTING.txt": _web_file("HOSTING.txt"),
        "index.html": index.encode(),
        "sw.js": worker.encode(),
    }


def _manifest(title: str, icon: str) -> dict[str, Any]:
    """Return the manifest that lets a phone put the page on its home screen."""
    return {
        "name": title,
        "short_name": title,
        "start_url": "../",
        "scope": "../",
        "display": "standalone",
        "background_color": colours.DARK_BACKGROUND,
        "theme_color": colours.DARK_BACKGROUND,
        "icons": [{"src": Path(icon).name, "sizes": "600x600", "type": "image/jpeg"}],
    }


@dataclass
class _SiteWriter:
    """Files of a site by path, added under names with a hash of their content."""

    files: dict[str, bytes] = field(default_factory=dict)

    def add(self, name: str, suffix: str, data: bytes) -> str:
        """Add a file, and return its path."""
        path = f"files/{name}-{hashlib.sha256(data).hexdigest()[:_HASH_DIGITS]}{suffix}"
        self.files[path] = data
        return path

    def add_folder(self, name: str, contents: Mapping[str, bytes]) -> str:
        """Add the files of a folder, and return its path, with a slash."""
        folder = f"{name}-{_hash_of(contents)}/"
        self.files |= {f"{folder}{file}": data for file, data in contents.items()}
        return folder


def _session_entry(site: _SiteWriter, contents: SessionContents, library: Library) -> dict[str, Any]:
    session = contents.session
    controls = describe_session(session, library)
    details = {
        "timeline": timeline_to_dict(contents.timeline),
        "techniques": controls["techniques"],
        "options": [
            {**option, "label": LANGUAGES[session.language].site.labels.get(option["name"], option["name"])}
            for option in controls["options"]
        ],
        "strings": _strings(session.language),
    }
    return {
        "name": session.name,
        "title": session.title,
        "summary": session.summary,
        "language": session.language,
        "seconds": contents.seconds,
        "sound": site.add(session.name, ".mp3", contents.sound),
        "minutes": list(contents.minutes),
        "packs": list(contents.packs),
        "covers": {
            str(minute): site.add(f"{session.name}-{minute}", ".jpg", jpeg)
            for minute, jpeg in contents.covers.items()
        },
        "details": site.add(session.name, ".json", _to_json(details)),
    }


def _strings(language: str) -> dict[str, str]:
    """Return the texts of the page in a language, with names in camel case."""
    record = LANGUAGES[language]
    texts = {**asdict(record.page), **asdict(record.site)}
    return {_camel_case(name): text for name, text in texts.items() if isinstance(text, str)}


def _camel_case(name: str) -> str:
    first, *others = name.split("_")
    return first + "".join(map(str.capitalize, others))


def _scripts(sessions: list[tuple[Session, Library]]) -> dict[str, bytes]:
    """Return the scripts that the sessions need, by their path in the library on the phone."""
    shipped = Library(shipped_dir())  # the number of a track is a session's place among the shipped ones
    scripts = {
        f"sessions/{name}.md": shipped.script_source("sessions", name)[0].encode()
        for name in shipped.session_names
    }
    for session, library in sessions:
        folder = "" if session.language == "en" else f"{session.language}/"
        for name in SHARED_FILES:
            scripts[folder + name] = (library.root / name).read_bytes()
        techniques = library.resolve_techniques(session)
        if (subject := session_subject(session, techniques)) and subject.name != DEFAULT_SUBJECT:
            path = notes_path(subject, library)
            scripts[f"{folder}about/{path.parent.name}/{path.name}"] = path.read_bytes()
        if session.name in library.session_names:
            scripts[f"{folder}sessions/{session.name}.md"] = library.script_source("sessions", session.name)[
                0
            ].encode()
        for name in _technique_names(session, library):
            scripts[f"{folder}techniques/{name}.md"] = library.script_source("techniques", name)[0].encode()
    return scripts


def _technique_names(session: Session, library: Library) -> set[str]:
    """Return the techniques of a session, their easier forms, and the bookends."""
    names: set[str] = set()
    remaining = [*BOOKENDS, *(use.technique for use in session.uses)]
    while remaining:
        name = remaining.pop()
        if name not in names:
            names.add(name)
            easier_form = library.technique(name).easier_form
            remaining += [easier_form.name] if easier_form else []
    return names


def _web_file(name: str) -> bytes:
    return (files(__package__) / "web" / name).read_bytes()


def _web_files(folder: str) -> dict[str, bytes]:
    entries = (files(__package__) / "web" / folder).iterdir()
    return {entry.name: entry.read_bytes() for entry in sorted(entries, key=lambda entry: entry.name)}


def _hash_of(contents: Mapping[str, bytes]) -> str:
    digest = hashlib.sha256()
    for name in sorted(contents):
        digest.update(f"{name}\0{hashlib.sha256(contents[name]).hexdigest()}\n".encode())
    return digest.hexdigest()[:_HASH_DIGITS]


def _to_json(value: object) -> bytes:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":")).encode()


def _files_of_old_site(folder: Path) -> set[str]:
    """Return the files of the site in a folder, or nothing for a new or empty folder.

    Raise RequestError if the folder holds anything else, and FileError if it cannot be read.
    """
    try:
        manifest = (folder / MANIFEST_FILE).read_text("utf-8")
    except FileNotFoundError:
        if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
            raise RequestError(
                f"{folder} is not empty, and not a site of ours. Choose another folder."
            ) from None
        return set()
    except (OSError, UnicodeDecodeError) as error:
        raise FileError(f"{folder} cannot be read: {error}.") from error
    try:
        names = json.loads(manifest)["files"]
        return {
            name
            for name in names
            if isinstance(name, str) and not Path(name).is_absolute() and ".." not in name
        }
    except (ValueError, TypeError, KeyError):
        raise RequestError(
            f"{folder / MANIFEST_FILE} is damaged. Delete the folder, and publish again."
        ) from None


def _write(folder: Path, site_files: Mapping[str, bytes], old_files: set[str]) -> None:
    """Write the files of a site in their order, then remove those that only the old site had."""
    try:
        folder.mkdir(parents=True, exist_ok=True)
        # From the first byte on the folder is known as ours, with all files that may be there.
        _write_manifest(folder, {*old_files, *site_files})
        for name, data in site_files.items():
            path = folder / name
            path.parent.mkdir(parents=True, exist_ok=True)
            if not (path.is_file() and path.read_bytes() == data):
                with atomic_write(path) as file:
                    file.write(data)
        for name in old_files - site_files.keys():
            (folder / name).unlink(missing_ok=True)
        for name in sorted({str(Path(name).parent) for name in old_files - site_files.keys()} - {"."}):
            with suppress(OSError):
                (folder / name).rmdir()
        _write_manifest(folder, set(site_files))
    except OSError as error:
        raise FileError(f"The site cannot be written to {folder}: {error.strerror or error}.") from error


def _write_manifest(folder: Path, names: set[str]) -> None:
    with atomic_write(folder / MANIFEST_FILE) as file:
        file.write(_to_json({"voiceguide": __version__, "files": sorted(names)}))
