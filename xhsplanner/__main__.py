"""`python -m xhsplanner` and the console script."""

import sys


def main() -> None:
    """Run the command line; opens the window when called without a verb."""
    if getattr(sys, "frozen", False):
        # A built program is started again as its own worker process: this call is where that one turns off.
        import multiprocessing

        multiprocessing.freeze_support()
    if len(sys.argv) > 1:
        from xhsplanner.cli import main as verbs

        verbs.run()
    else:
        from xhsplanner.cli import window

        window.run()


if __name__ == "__main__":
    main()
