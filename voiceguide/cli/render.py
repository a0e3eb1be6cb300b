"""Commands that lay a session out: render, show and compose."""

from __future__ import annotations

import json
import os
import re
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from voiceguide import paths, units
from voiceguide.cli.console import (
    print_message,
    print_messages,
    print_output,
    progress_bar,
    refuse_terminal,
    write_output_bytes,
)
from voiceguide.cli.path_options import PATH, force_option
from voiceguide.cli.session_options import (
    CommandFunction,
    choice_options,
    choices_from_options,
    session_and_choice_options,
)
from voiceguide.errors import RequestError
from voiceguide.export.formats import name_list
from voiceguide.paths import refuse_foreign

if TYPE_CHECKING:
    from collections.abc import Mapping

    from voiceguide.export.render import RenderedFile, SidecarWriter
    from voiceguide.export.session import ResolvedSession
    from voiceguide.plan.options import Choices
    from voiceguide.score.preview import Preview
    from voiceguide.score.timeline import Timeline

STDOUT = Path("-")
"""Path that means standard output."""


def preview_options(command: CommandFunction) -> CommandFunction:
    """Add --preview and --from to a command."""
    command = click.option(
        "--from", "chapter", metavar="CHAPTER", help="Chapter that a preview begins with."
    )(command)
    return click.option("--preview", metavar="TIME", help="Only the first part: 30s.")(command)


def output_options(command: CommandFunction) -> CommandFunction:
    """Add to a command the options for the output file, its format, its extent and the files next to it."""
    for decorator in (
        click.option("--transcript", is_flag=True, help="Also write a page to print, in Markdown."),
        click.option("--captions", metavar="FORMS", help="Also write captions: lrc, vtt, srt, or several."),
        click.option(
            "--format", "format_name", metavar="NAME", help=f"{name_list()}; by default that of FILE."
        ),
        click.option("-o", "--output", metavar="FILE", type=PATH, help="Output file; - is standard output."),
        force_option,
        preview_options,
    ):
        command = decorator(command)
    return command


def _preview_from_options(options: dict[str, Any]) -> Preview | None:
    """Return the preview that the options select, None for the whole session.

    Raise RequestError if --from is given without --preview.
    """
    duration, chapter = options["preview"], options["chapter"]
    if duration is None:
        if chapter is not None:
            raise RequestError("--from is the chapter that a preview begins with: add --preview 30s.")
        return None
    from voiceguide.plan.parsers import parse_length
    from voiceguide.score.preview import Preview

    return Preview(parse_length(duration), chapter or "")


@click.command()
@session_and_choice_options
@output_options
def render(session: str, output: Path | None, **options: Any) -> None:  # noqa: ANN401 - click's options
    """Write a session to an audio file."""
    render_and_report(session, choices_from_options(options, session), output, options)


def render_and_report(
    session: str | ResolvedSession, choices: Choices, output: Path | None, options: dict[str, Any]
) -> None:
    """Write a session to a file or to standard output, and report the result. Raise VoiceguideError on failure."""
    from voiceguide.export.render import render as render_session

    captions, transcript, format_name = (options[name] for name in ("captions", "transcript", "format_name"))
    sidecars: Mapping[str, SidecarWriter] = {}
    if captions is not None or transcript:
        from voiceguide.export.sidecars import sidecar_writers

        sidecars = sidecar_writers(() if captions is None else captions, transcript=transcript)
    preview = _preview_from_options(options)
    if output == STDOUT:
        _render_to_stdout(session, choices, preview, mp3_only=not sidecars and format_name in {None, "mp3"})
        return
    with progress_bar() as on_progress:
        rendered_file = render_session(
            session,
            choices,
            output,
            suffix=_suffix(output, format_name),
            on_progress=on_progress,
            sidecars=sidecars,
            preview=preview,
            force=options["force"],
        )
    print_messages(rendered_file.notes)
    print_messages(str(rendered_file.path.with_name(rendered_file.path.stem + suffix)) for suffix in sidecars)
    print_message(_summary(rendered_file, choices, preview))


def _summary(rendered_file: RenderedFile, choices: Choices, preview: Preview | None) -> str:
    path = _quote(str(rendered_file.path))
    facts = (
        f"{rendered_file.path} · {units.format_clock(rendered_file.timeline.length)} · "
        f"{rendered_file.size / 1_000_000:.1f} MB · {rendered_file.voice}"
    )
    hints = [f"“voiceguide share {path} --lan” brings it to your phone."]
    if not choices.trim_proof:
        hints.append("Switch trim-silence off in the player.")
    if choices.note is None and not preview and not rendered_file.timeline.unspoken_note:
        hints.append("You know the safety note? “voiceguide set note short” shortens it.")
    return f"{facts} · {' '.join(hints)}"


def _quote(path: str) -> str:
    """Return a path as it is typed in the shell of this system."""
    if os.name == "nt":
        return f'"{path}"' if set(path) & set(" &()[]{}^=;!'+,`~") else path
    if re.fullmatch(r"[\w%+,./:@][\w%+,./:@-]*", path, re.ASCII):
        return path
    import shlex

    return shlex.quote(f"./{path}" if path.startswith("-") else path)


def _suffix(output: Path | None, format_name: str | None) -> str:
    """Return the suffix that --format names, or else that of MP3.

    Raise RequestError for an unknown format, or if `output` has another suffix.
    """
    from voiceguide.export.formats import FORMATS, MP3, format_names

    if format_name is None:
        return MP3.suffix
    suffix = f".{format_name.lower()}"
    if suffix not in FORMATS:
        raise RequestError(f"“{format_name}” is not a format. Choose one of: {', '.join(format_names())}.")
    if output and output.suffix.lower() != suffix:
        raise RequestError(
            f"--format {format_name} and -o {output} differ: give only one of them, or one format in both."
        )
    return suffix


def _render_to_stdout(
    session: str | ResolvedSession, choices: Choices, preview: Preview | None, *, mp3_only: bool
) -> None:
    from voiceguide.export.session import lay_out_session

    if not mp3_only:
        raise RequestError(
            "Only an MP3 can be written to standard output: "
            "for another format, captions or a transcript use -o FILE."
        )
    refuse_terminal()
    with progress_bar() as on_progress:
        laid_out_session = lay_out_session(session, choices, on_progress=on_progress, preview=preview)
    print_messages(laid_out_session.notes)
    write_output_bytes(laid_out_session.mp3_file().read())


@click.command()
@session_and_choice_options
@preview_options
@click.option("--json", "as_json", is_flag=True, help="Print the timeline as JSON.")
@click.option("--why", is_flag=True, help="Print the origin of each value.")
@click.option("--svg", metavar="FILE", type=PATH, help="Draw it to FILE, or to standard output with “-”.")
@force_option
def show(session: str, svg: Path | None, *, why: bool, as_json: bool, force: bool, **options: Any) -> None:  # noqa: ANN401 - click's options
    """Show the timeline: what is heard when; or the days of a programme."""
    from voiceguide.cli.programme import show_programme
    from voiceguide.export.session import lay_out_session

    if sum((svg is not None, as_json, why)) > 1:
        raise RequestError("Only one of --json, --why and --svg can be given.")
    if show_programme(session, options, has_timeline_options=svg is not None or as_json or why):
        return
    if svg is not None:
        paths.refuse_overwrite(session, svg, "the script itself")
        if not force:
            refuse_foreign(svg)
    with progress_bar() as on_progress:
        choices = choices_from_options(options, session)
        laid_out_session = lay_out_session(
            session, choices, on_progress=on_progress, preview=_preview_from_options(options)
        )
    print_messages(laid_out_session.notes)
    if svg is not None:
        _write_svg(laid_out_session.timeline, svg)
    elif as_json:
        from voiceguide.score.timeline_json import timeline_to_dict

        print_output(json.dumps(timeline_to_dict(laid_out_session.timeline), indent=1))
    elif why:
        from voiceguide.views.explain import explain_values

        print_output(explain_values(laid_out_session.plan))
    else:
        from voiceguide.views.table import timeline_table

        print_output(timeline_table(laid_out_session.timeline))


def _write_svg(timeline: Timeline, target: Path) -> None:
    from voiceguide.files.atomic import write_text
    from voiceguide.views.svg import timeline_svg

    if target == STDOUT:
        write_output_bytes([timeline_svg(timeline).encode()])  # UTF-8, whatever the terminal's encoding
        return
    write_text(target, timeline_svg(timeline))
    print_message(f"{target} is drawn: open it in a browser, or print it.")


def _time(option: str, text: str | None) -> int:
    """Return the time of an option in samples, 0 if it is not given. Raise RequestError."""
    try:
        return 0 if text is None else units.parse_duration(text)
    except ValueError as error:
        raise RequestError(f"{option}: {error}") from None


@click.command()
@click.argument("techniques", nargs=-1, required=True, metavar="TECHNIQUE…")
@choice_options
@output_options
@click.option("--save", metavar="NAME", help="Save it as a script of yours, to be rendered by that name.")
@click.option("--title", metavar="TEXT", help="Title of the session.")
@click.option("--circuit", metavar="ROUNDS", type=click.IntRange(1, 1000), help="Do all of them in rounds.")
@click.option("--rest", metavar="TIME", help="Rest between the rounds, such as 60s.")
@click.option("--every", metavar="TIME", help="Time from the beginning of one to that of the next.")
def compose(
    techniques: tuple[str, ...],
    output: Path | None,
    save: str | None,
    title: str | None,
    **options: Any,  # noqa: ANN401 - click's options
) -> None:
    """Make a session of techniques: compose cat-camel floor-twist slow-breathing --minutes 8 -o mine.mp3.

    Values may follow a name: compose rows,times=12 wall-slides --circuit 3 --rest 60s
    """
    from voiceguide.export.compose import DEFAULT_NAME, CircuitOptions, new_script_path, save_script
    from voiceguide.export.compose import compose as compose_session

    name = save.removesuffix(".md") if save is not None else DEFAULT_NAME
    choices = choices_from_options(options, name)
    circuit_options = CircuitOptions(
        options.pop("circuit") or 1,
        *(_time(f"--{name}", options.pop(name)) for name in ("rest", "every")),
    )
    session, library = compose_session(
        techniques, choices, name=name, title=title or "", circuit=circuit_options
    )
    script_path = new_script_path(library, choices, name) if save is not None else None
    if script_path is None or output is not None:
        render_and_report((session, library), choices, output, options)
    if script_path is not None:
        with progress_bar() as on_progress:
            notes = save_script(session, library, choices, script_path, on_progress)
        if output is None:
            print_messages(notes)
        print_message(f"{script_path} is written. Run “voiceguide render {name}” to hear it.")
