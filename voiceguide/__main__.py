"""`python -m voiceguide` is `voiceguide`."""

from voiceguide.cli.main import main

if __name__ == "__main__":
    main()
