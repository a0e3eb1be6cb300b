"""Colours of the cover and of the timeline picture, in a light and a dark scheme."""

from __future__ import annotations

BACKGROUND, FOREGROUND, MUTED = "#fbfaf7", "#1d2b2a", "#5c6b69"
"""Light scheme: background, text and secondary text, at a contrast of 4.5:1 or better."""

DARK_BACKGROUND, DARK_FOREGROUND, DARK_MUTED = "#10211f", "#f3f1e7", "#a3b5b1"
"""Dark scheme, also of covers: background, text and secondary text, at a contrast of 4.5:1 or better."""

WORDS, TONES, HOLDS, BREATHS = "#2f6f8f", "#8a5a16", "#2c7a58", "#75508f"
"""Light scheme: lanes of the timeline, at 4.5:1 or better on BACKGROUND."""

DARK_WORDS, DARK_TONES, DARK_HOLDS, DARK_BREATHS = "#7fc0dc", "#e6b36a", "#7fcfa8", "#c6a3dd"
"""Dark scheme: lanes of the timeline, at 4.5:1 or better on DARK_BACKGROUND."""
