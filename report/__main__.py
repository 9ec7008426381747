"""`python -m report` is `digits-report`."""

from analysis import interrupts


def main() -> None:
    """Run the command line; a signal during the imports ends it at once."""
    interrupts.end_at_once()
    from report.cli import app  # noqa: PLC0415 – see above

    app.main()


if __name__ == "__main__":
    main()
