"""`python -m voiceguide` is `voiceguide`."""

from voiceguide.cli.program import main

if __name__ == "__main__":
    main()
