"""The command line: options in, report out. The only door to click; no logic lives here."""
