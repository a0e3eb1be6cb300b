"""The colours of every picture: the cover, and the timeline drawn."""

from __future__ import annotations

BACKGROUND, FOREGROUND, MUTED = "#fbfaf7", "#1d2b2a", "#5c6b69"
"""By day: what is written on, what writes, and what stands back. Each writes on BACKGROUND at 4.5:1 or better."""

DARK_BACKGROUND, DARK_FOREGROUND, DARK_MUTED = "#10211f", "#f3f1e7", "#a3b5b1"
"""The same by night, and on covers."""

WORDS, TONES, HOLDS, BREATHS = "#2f6f8f", "#8a5a16", "#2c7a58", "#75508f"
"""What is heard, by day: 4.5:1 or better on BACKGROUND."""

DARK_WORDS, DARK_TONES, DARK_HOLDS, DARK_BREATHS = "#7fc0dc", "#e6b36a", "#7fcfa8", "#c6a3dd"
"""The same by night."""
