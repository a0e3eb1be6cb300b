"""Every number that shapes speech into a clip, on one screen. All of them are part of a clip's cache key."""

PROCESSING_VERSION = 2
"""Raise it when the way of shaping changes without a change to a number below."""

TARGET_LUFS = -19.0
"""Loudness of a session as a player decodes it, in LUFS: mono at −19 sounds like stereo at −16."""

SPEECH_LUFS = TARGET_LUFS + 0.3
"""Loudness of a cue. Tones and breaths, which are softer, and the quiet in a meter's blocks at the edges of
words make a session softer by 0.2 to 0.6 LU."""

ENCODER_LOSS_DB = 0.45
"""What encoding takes away, in dB: at 64 kbit/s LAME scales its input by 0.95 (its presets.c)."""

CEILING_DBTP = -2.0
"""Highest true peak before encoding, in dBTP: quantising adds up to 1.2 dB to a plosive; −1 is allowed."""

HIGH_PASS_HZ = 70.0
"""Below this, in Hz, a phrase is rolled off by 12 dB an octave: no voice is that low (men speak from 85 Hz,
Titze, Principles of Voice Production, 1994), and a small speaker turns what is there into distortion."""

PRESENCE_HZ, PRESENCE_GAIN_DB, PRESENCE_Q = 3000.0, 2.0, 0.7
"""Where, in Hz, consonants are told apart (the bands that matter most in ANSI S3.5-1997 lie at 1.25-4 kHz),
by how many dB they are lifted, and the filter's Q: an octave to each side has half of it."""

COMPRESSOR_THRESHOLD_DBFS, COMPRESSOR_KNEE_DB, COMPRESSOR_RATIO = -19.0, 12.0, 1.5
"""Speech that is at a moment louder than this, in dB of full scale, about its loudness as a whole, is made
softer: of each 1.5 dB above, 1 dB is left, coming in over 12 dB (the soft knee of Giannoulis, Massberg and
Reiss, 2012, eq. 4). So the end of a sentence stays near enough to its beginning to be followed when quiet."""

COMPRESSOR_WINDOW = 480
"""Samples (20 ms) over which the compressor hears how loud it is, twice, and over which its gain moves:
longer than the period of the lowest voice, so that it never follows the wave itself."""

MIN_PEAK_DBFS = -60.0
"""A phrase whose highest sample stays below this, in dB of full scale, holds no words."""

TRIM_DB = -50.0
"""What lies outside the first and last sample at this level, in dB of the phrase's own peak, is cut off."""

TRIM_MARGIN_SECONDS = 0.015
"""Seconds kept outside those two samples, for the breath of a word and for the fade."""

PHRASE_FADE = 360
"""Samples (15 ms) in which a phrase rises from nothing and falls to it: a hard edge pre-echoes in MP3. With
10 ms the bursts with which espeak-ng's words begin were still found at the join, with −58 dB by the measure
of tests/helpers/clicks.py; with 15 it is −72."""

TONE_ATTACK = 240
"""Samples (10 ms) in which a tone rises: softly, and yet at once."""

LIMITER_LOOK_AHEAD = 240
"""Samples (10 ms) before and after a peak in which the limiter lowers the gain and lets it back."""
