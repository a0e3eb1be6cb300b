"""Entry point of `python -m voiceguide`, equal to the command `voiceguide`."""

from voiceguide.cli.main import main

if __name__ == "__main__":
    main()
