"""voiceguide: technique scripts become a spoken session on your phone."""

__version__ = "0.1.0"
