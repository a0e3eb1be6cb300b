"""The commands about the computer itself."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from voiceguide.cli.console import print_message, print_output
from voiceguide.cli.options import parse_or_default
from voiceguide.cli.session_options import voice_options
from voiceguide.errors import RequestError
from voiceguide.language import LANGUAGES
from voiceguide.plan.options import OPTIONS_BY_NAME
from voiceguide.speech import pace
from voiceguide.speech.voice import VoiceSettings


@click.command()
def doctor() -> None:
    """Tell what is installed, what is missing, and the command that mends it."""
    from voiceguide.checks import doctor as surgery

    results = surgery.diagnose()
    for result in results:
        print_output(f"{'✓' if result.is_ok else '✗'} {result.description}")
        if result.fix:
            print_output(f"    {result.fix}")
    if any(not result.is_ok and result.is_required for result in results):
        sys.exit(1)


@click.command()
@click.option("--say", "text", metavar="TEXT", help="Save a sample: these words, as they would be heard.")
@voice_options
@click.option("--language", metavar="CODE", default="en", help=f"{' or '.join(LANGUAGES)}; en unless given.")
@click.option("-o", "--output", metavar="FILE", help="Where to save it: .mp3 or .wav.")
def voices(text: str | None, output: str | None, **options: str | None) -> None:
    """List what can speak here, with its language, rate, pitch and licence."""
    from voiceguide.export import voice_sample

    if text is None and output is not None:
        raise RequestError("Nothing shall be said, so there is nothing to save: add --say TEXT.")
    if text is None:
        print_output("\n".join(voice_sample.describe_engines()))
        return
    voice_settings = VoiceSettings(
        options["language"] or "en",
        parse_or_default(OPTIONS_BY_NAME["voice-rate"].parse, options["voice_rate"], pace.DEFAULT_RATE),
        parse_or_default(OPTIONS_BY_NAME["pitch"].parse, options["pitch"], None),
    )
    sample = voice_sample.save_sample(
        text, options["voice"], voice_settings, Path(output) if output is not None else None
    )
    print_message(f"{sample.path} · {sample.voice} · {sample.seconds:.1f} s")
