"""`python -m xhsplanner` and the console script."""


def main() -> None:
    """Run the command line; opens the window when called without a verb."""
    from xhsplanner.cli.main import run

    run()


if __name__ == "__main__":
    main()
