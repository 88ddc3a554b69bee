"""`python -m crawler` is the command `govreports`."""

from crawler.cli import main

if __name__ == "__main__":
    main()
