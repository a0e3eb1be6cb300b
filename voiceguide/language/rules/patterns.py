"""Patterns that several rules share."""

from __future__ import annotations

NUMBER = r"(?:(?<![\d.])\d+(?:\.\d+)?|(?<!\w)\.\d+)"
"""Pattern of a whole or decimal number. Its lookbehinds prevent a match that begins inside a number."""
