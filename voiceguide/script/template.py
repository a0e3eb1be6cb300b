"""Write a commented technique script to start from."""

from __future__ import annotations

import os
from pathlib import Path
from string import Template

from voiceguide.errors import RequestError
from voiceguide.files.atomic import write_text
from voiceguide.script.files import SHARED_FILES, checked_script_name
from voiceguide.script.front_matter import title_from_name

_SHARED_NAMES = {Path(name).stem for name in SHARED_FILES}

TECHNIQUE_TEMPLATE = Template("""\
---
title: $title
summary: What it is good for, in one line.
position: chair
needs: a firm chair
hold: 15s (10s-30s), gentle 10s
rounds: 1 (1-3)
---

<!-- Change all of this: it is an example. A comment such as this one is never spoken.

Between the dashes: the title; a line for “voiceguide list”; where it is done (standing, chair, all-fours,
lying-back, lying-front, side-lying or sitting-floor); what is needed; and values, each with the limits
within which a listener may change it, and what it is at the gentle level. Words and steps use a value by
its name. -->

> Go only as far as is comfortable. Stop if anything hurts.

<!-- Above is the safety note; below, a paragraph, which is spoken as written. Keep a blank line between
blocks. -->

Sit tall, and let your shoulders drop.

<!-- A step begins with a dash; its words are nested below it. First comes what to do. “@other side”, “@half”
and “@end” are spoken on the second side, half-way through the hold, and after it. -->

- {rounds} x hold {hold}, each side, switch 5s, rest 5s
  - Turn your chest slowly to the {side}, until you feel a gentle pull.
  - @other side Now slowly the other way, to the {side}.
  - @half Breathe into your ribs.
  - @end Come back to the middle.

<!-- Other steps: “go 60s”, “reps 8, up 3s, down 3s”, “breathe 6 times, in 4s, out 6s”, “move 10s”,
“rest 20s”, “pause 3s”, “chime start”. Words in brackets are detail, left out by brief guidance; words
between asterisks are spoken slower. “## Both ways, each side” is a heading that repeats all that is under it.

“voiceguide check $name.md” reports every mistake, “voiceguide show $name.md” prints what is heard when,
“voiceguide render $name.md” writes the audio file. -->
""")
"""Template with the placeholders `$title` and `$name`; names in braces belong to the script format."""


def write_template(name: str) -> Path:
    """Write the template to NAME.md in the current folder, and return its path.

    Raise RequestError if the name is invalid or taken, FileError if the file cannot be written.
    """
    path = Path(f"{name.removesuffix('.md')}.md")
    stem = checked_script_name(path.name.removesuffix(".md"))
    if path.name != str(path):
        raise RequestError(f"{path}: give only a name, and run the command in the folder for the script.")
    if stem in _SHARED_NAMES:
        raise RequestError(f"{path} is the name of a file that all techniques share. Choose another name.")
    if os.path.lexists(path):
        raise RequestError(f"{path} already exists. Choose another name.")
    write_text(path, TECHNIQUE_TEMPLATE.substitute(name=stem, title=title_from_name(stem)))
    return path
