"""`python -m xhsplanner` and the console script."""

import sys


def main() -> None:
    """Run the command line; opens the window when called without a verb."""
    if len(sys.argv) > 1:
        from xhsplanner.cli import main as verbs

        verbs.run()
    else:
        from xhsplanner.cli import window

        window.run()


if __name__ == "__main__":
    main()
