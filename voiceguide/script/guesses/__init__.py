"""Answers to natural but unknown forms: the line as the format writes it."""
