"""Command line: parses options and prints results. The only package that imports click."""
