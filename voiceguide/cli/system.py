"""Commands about the computer itself: doctor and voices."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING, Any

import click

from voiceguide.cli.console import print_message, print_output
from voiceguide.cli.path_options import PATH, force_option
from voiceguide.cli.session_options import texts_by_option, voice_options
from voiceguide.errors import RequestError
from voiceguide.language import LANGUAGES
from voiceguide.plan.merge import make_choices
from voiceguide.speech.voice import VoiceSettings

if TYPE_CHECKING:
    from pathlib import Path


@click.command()
def doctor() -> None:
    """Report what is installed, what is missing, and the command that fixes it."""
    from voiceguide.checks.doctor import diagnose

    results = diagnose()
    for result in results:
        print_output(f"{'✓' if result.is_ok else '✗'} {result.description}")
        if result.fix:
            print_output(f"    {result.fix}")
    if any(not result.is_ok and result.is_required for result in results):
        sys.exit(1)


@click.command()
@click.option("--say", "text", metavar="TEXT", help="Save a sample: this text, spoken as a cue.")
@voice_options
@click.option("--language", metavar="CODE", default="en", help=f"{' or '.join(LANGUAGES)}; by default en.")
@click.option("-o", "--output", metavar="FILE", type=PATH, help="Output file: .mp3 or .wav.")
@force_option
def voices(text: str | None, language: str, output: Path | None, *, force: bool, **options: Any) -> None:  # noqa: ANN401 - click's options
    """List the voices, with language, rate, pitch and licence."""
    from voiceguide.export.voice_sample import describe_engines, save_sample

    if text is None and output is not None:
        raise RequestError("-o needs --say TEXT: there is nothing to save.")
    if text is None:
        print_output("\n".join(describe_engines()))
        return
    choices = make_choices(texts_by_option(options))
    settings = VoiceSettings.from_choices(choices, language or "en")
    sample = save_sample(text, choices.voice, settings, output, force=force)
    print_message(f"{sample.path} · {sample.voice} · {sample.seconds:.1f} s")
