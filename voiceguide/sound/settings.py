"""Every number that shapes speech into a clip, on one screen. All of them are part of a clip's cache key."""

DESIGN = 1
"""Raise it when the way of shaping changes without a change to a number below."""

SPEECH = -19.0
"""Loudness of a cue as the listener's player decodes it, in LUFS: mono at −19 sounds like stereo at −16."""

ENCODER_LOSS = 0.45
"""What encoding takes away, in dB: at 64 kbit/s LAME scales its input by 0.95 (its presets.c)."""

CEILING = -2.0
"""Highest true peak before encoding, in dBTP: quantising adds up to 1.2 dB to a plosive; −1 is allowed."""

INAUDIBLE = -60.0
"""A phrase whose highest sample stays below this, in dB of full scale, holds no words."""

EDGE = -50.0
"""What lies outside the first and last sample at this level, in dB of the phrase's own peak, is cut off."""

MARGIN = 0.010
"""Seconds kept outside those two samples, for the breath of a word and for the fade."""

FADE = 240
"""Samples (10 ms) in which a phrase rises from nothing and falls to it: a hard edge pre-echoes in MP3."""

LOOK_AHEAD = 240
"""Samples (10 ms) before and after a peak in which the limiter lowers the gain and lets it back."""
