"""Loudness of each shipped session by each voice, and the loudest click at a join: the table in docs/voices.md.

    pip install -e ".[piper,test]" && python -m bench.session_loudness [--voices hibari piper] [--sessions …]
    … --music rain --trim-proof

ffmpeg is needed: its ebur128 filter measures. A session is to have −19 ± 0.5 LUFS and a true peak of at most
−1 dBTP. The last column is the loudest click at any join, measured by tests/helpers/clicks.py.
"""

from __future__ import annotations

import argparse
import re
import subprocess
import tempfile
from pathlib import Path

import soundfile

from tests.helpers.clicks import find_joins, high_frequency_peak
from voiceguide.export import render
from voiceguide.plan.options import Choices
from voiceguide.script.files import shipped_dir
from voiceguide.script.library import Library


def measure_loudness(path: Path) -> tuple[float, float]:
    """Return (integrated loudness in LUFS, true peak in dBTP), measured by ffmpeg."""
    command = ["ffmpeg", "-nostats", "-i", str(path), "-af", "ebur128=peak=true", "-f", "null", "-"]
    report = subprocess.run(command, capture_output=True, text=True, check=True).stderr
    summary = report.rpartition("Summary:")[2]
    loudness = re.search(r"I: +(-[\d.]+) LUFS", summary)
    peak = re.search(r"Peak: +(-?[\d.]+) dBFS", summary)
    if not loudness or not peak:
        raise SystemExit(f"ffmpeg reported no loudness for {path}")
    return float(loudness[1]), float(peak[1])


def main() -> None:
    """Print a row for each session and voice."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--voices", nargs="*", default=["hibari", "piper", "pyttsx3"])
    parser.add_argument("--sessions", nargs="*", default=Library(shipped_dir()).session_names)
    parser.add_argument("--music", default="", help="music under the voice")
    parser.add_argument("--trim-proof", action="store_true")
    options = parser.parse_args()
    print("| session | voice | LUFS | dBTP | click, dB |\n|---|---|---|---|---|")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, "session.mp3")
        for voice in options.voices:
            for session in options.sessions:
                choices = Choices(voice=voice, music=options.music, trim_proof=options.trim_proof)
                rendered_file = render.render(session, choices, path)
                loudness, peak = measure_loudness(path)
                samples, _ = soundfile.read(path)
                click = high_frequency_peak(samples, find_joins(rendered_file.laid_out_session.timeline))
                print(f"| {session} | {voice} | {loudness:.1f} | {peak:.1f} | {click:.0f} |", flush=True)


if __name__ == "__main__":
    main()
