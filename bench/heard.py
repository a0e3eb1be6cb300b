"""Word errors of a speech recogniser over the whole library, as the default voice speaks it.

    pip install -e ".[test,judges]" && python -m bench.heard [--misheard] [NAME …]

Each row is a technique, with its cues at every level, or a session, with what it says outside its techniques:
greeting, safety notes, changes of position and its own lines. faster-whisper with its tiny model hears the decoded
MP3. `--misheard` prints what it heard beneath each row. The exit code is 1 if more than 3 % of all words are
misheard, or more than 6 % of a row. The whole library takes about 15 minutes of CPU, two thirds of it for
the voice the first time.
"""

from __future__ import annotations

import argparse
import sys

from tests.helpers import recogniser
from tests.helpers.library_cues import (
    ALLOWED_ERRORS,
    ALLOWED_ERRORS_EACH,
    decode_cues,
    session_cues,
    technique_cues,
)
from voiceguide.script.files import shipped_dir
from voiceguide.script.library import Library


def hear(name: str, *, is_technique: bool) -> tuple[int, int, dict[str, str]]:
    """Return (words misheard, words, differences) of a technique, or of a session's own words."""
    return recogniser.count_word_errors(
        decode_cues(technique_cues(name) if is_technique else session_cues(name))
    )


def main() -> None:
    """Print a row for each technique and session, and their sum."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--misheard", action="store_true")
    parser.add_argument("names", nargs="*", metavar="NAME")
    options = parser.parse_args()
    library, errors, words, worst = Library(shipped_dir()), 0, 0, 0.0
    print("| spoken | words | misheard | percent |\n|---|---|---|---|")
    for name in options.names or (*library.technique_names, *library.session_names):
        row_errors, row_words, misheard = hear(name, is_technique=name in library.technique_names)
        errors, words, worst = errors + row_errors, words + row_words, max(worst, row_errors / row_words)
        print(f"| {name} | {row_words} | {row_errors} | {row_errors / row_words:.1%} |", flush=True)
        if options.misheard:
            for text, transcript in misheard.items():
                print(f"  said:  {text}\n  heard: {transcript.strip()}", flush=True)
    print(f"| all | {words} | {errors} | {errors / words:.1%} |")
    sys.exit(errors > ALLOWED_ERRORS * words or worst > ALLOWED_ERRORS_EACH)


if __name__ == "__main__":
    main()
