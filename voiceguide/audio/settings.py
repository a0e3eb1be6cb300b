"""Settings of mastering. Each is part of a clip's cache key.

A level in LUFS or dB is relative to TARGET_LUFS wherever it follows the loudness of a session.
"""

PROCESSING_VERSION = 2
"""Version of mastering, to be raised when clips change although no setting below does."""

TARGET_LUFS = -19.0
"""Loudness of a session as a player decodes it, in LUFS: mono at −19 sounds like stereo at −16.

With mono at −16, the limiter (CEILING_DBTP) leaves cues up to 1 LU too soft (tests/audio/test_mastering.py), and
a COMPRESSOR_RATIO of 4 does not help."""

SPEECH_LUFS = TARGET_LUFS + 0.3
"""Loudness of a cue in LUFS. A session measures 0.2 to 0.6 LU less, because of its softer tones and breaths, and
because a meter's blocks at the edges of words are partly silent."""

ENCODER_LOSS_DB = 0.45
"""Loss of level by encoding, in dB: at 64 kbit/s LAME scales its input by 0.95 (its presets.c)."""

CEILING_DBTP = -2.0
"""Highest true peak before encoding, in dBTP. Quantising adds up to 1.2 dB to a plosive; the limit is −1."""

HIGH_PASS_HZ = 70.0
"""Corner frequency in Hz of a high-pass of 12 dB an octave. No voice is that low (men speak from 85 Hz: Titze,
Principles of Voice Production, 1994), and a small speaker turns lower frequencies into distortion."""

PRESENCE_HZ, PRESENCE_GAIN_DB, PRESENCE_Q = 3000.0, 2.0, 0.7
"""Centre in Hz, gain in dB and Q of a peaking filter that makes consonants easier to distinguish.

The most important bands of speech in ANSI S3.5-1997 are 1.25-4 kHz. An octave from the centre, half of the gain
remains."""

COMPRESSOR_THRESHOLD_DBFS, COMPRESSOR_KNEE_DB, COMPRESSOR_RATIO = TARGET_LUFS, 12.0, 1.5
"""Threshold in dB of full scale, soft knee in dB, and ratio of the compressor.

Of each 1.5 dB above the threshold, 1 dB remains; the soft knee is that of Giannoulis, Massberg and Reiss (2012),
eq. 4. The end of a sentence thus stays audible at a low volume."""

COMPRESSOR_WINDOW = 480
"""Samples (20 ms) over which the compressor averages the level, twice, and then its gain: longer than the period
of the lowest voice, so that the gain does not follow the waveform."""

MIN_PEAK_DBFS = -60.0
"""Peak in dB of full scale below which a phrase counts as silent."""

TRIM_DB = -50.0
"""Level in dB relative to the phrase's peak; samples before the first and after the last at it are trimmed."""

TRIM_MARGIN_SECONDS = 0.015
"""Seconds left at each side when a phrase is trimmed, for the onset of a word and for the fade."""

PHRASE_FADE = 360
"""Samples (15 ms) of a phrase's fade-in and fade-out: a hard edge causes a pre-echo in MP3.

With 10 ms, the bursts at the beginning of espeak-ng's words still give −58 dB at the join, measured by
tests/helpers/clicks.py; with 15 ms it is −72 dB."""

TONE_ATTACK = 240
"""Samples (10 ms) of a tone's fade-in: soft, but without an audible delay."""

LIMITER_LOOK_AHEAD = 240
"""Samples (10 ms) before and after a peak over which the limiter lowers and restores the gain."""

MASTERED_SECONDS = 10
"""Seconds of phrases that are mastered together, unless one is longer: a second takes 5 MB, and more than 11 s are
filtered without the cached responses of `filters`."""
