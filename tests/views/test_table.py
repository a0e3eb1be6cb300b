from __future__ import annotations

from tests.helpers.golden_timelines import fit_and_lay_out, plan_script
from voiceguide.views.table import timeline_table

SESSION = """---
title: Everything
---

Welcome.

- use twist, rounds 1

- use march

- use breath
"""

MARCH_SCRIPT = """---
title: March
---

- go 70s
  - March on the spot, lift your knees as high as is comfortable, and let your arms swing at your sides.
  - @half Keep going.

- reps 2, up 1s, down 1s

- pause 1.5s

- pause 2.5s

- chime half
"""

TABLE = """\
Everything · 3:03

   0:00  Before you begin  █▊                0:11
   0:11  Twist             ███████▉          0:49  2 × hold 10 s
   1:00  March             ████████████████  1:40  move freely 1:10, repeat 4 s
   2:40  Breath            ███▋              0:23  breathe 15 s

   0:00  BEFORE YOU BEGIN
   0:00  ♪ chapter
   0:01  Everything, about 3 minutes.
   0:04  You will need a chair.
   0:07  Welcome.
   0:08  Stop if it hurts.

   0:11  TWIST
         A side takes 24.1 s: 10 hold, 6 switch, 8.1 tones and words.
   0:11  First, twist.
   0:12  Sit.
   0:13    time to move 3 s
   0:16  Never force it.
   0:18  Turn to the left.
   0:20    get ready 4 s
   0:24  ▪ hold 10 s, left
   0:34  ♪ end
   0:36    change sides 6 s
   0:42  ♪ switch
   0:43  Now right.
   0:44    get ready 4 s
   0:48  ▪ hold 10 s, right
   0:58  ♪ end

   1:00  MARCH
   1:00  Next, march.
   1:01  March on the spot, lift your knees as high as is comfortable, and let your arms swing
         at your sides.
   1:10    get ready 4 s
   1:14  ▪ move freely 1:10
   1:49  Keep going.
   2:24  ♪ end
   2:25    get ready 4 s
   2:29  ▪ repeat 4 s
   2:33  ♪ end
   2:37    pause 2.5 s
   2:39  ♪ half

   2:40  BREATH
   2:40  Next, breath.
   2:41  Take 3 breaths.
   2:43  ▪ breathe 15 s
   2:58  ♪ end
   3:00  Good.
   3:01    pause 2.5 s"""


def test_a_table_has_a_line_for_each_thing_a_listener_notices() -> None:
    assert timeline_table(fit_and_lay_out(plan_script(SESSION, march=MARCH_SCRIPT))) == TABLE


def test_bars_are_in_proportion() -> None:
    timeline = fit_and_lay_out(plan_script(SESSION, march=MARCH_SCRIPT))
    rows = timeline_table(timeline).split("\n\n")[1].splitlines()
    eighths = [sum(" ▏▎▍▌▋▊▉█".index(letter) for letter in row if letter in "▏▎▍▌▋▊▉█") for row in rows]
    lengths = [chapter.end - chapter.start for chapter in timeline.chapters]
    assert max(eighths) == 16 * 8
    for bar, length in zip(eighths, lengths, strict=True):
        assert abs(bar - 128 * length / max(lengths)) <= 0.5
