"""`python -m report` is `digits-report`."""

import gc

from analysis.system import interrupts


def main() -> None:
    """Run the command line; a signal during the imports ends it at once."""
    interrupts.end_at_once()
    gc.set_threshold(
        20_000, 20, 20
    )  # what a command makes, it mostly needs to its end: a tenth of its time, less found
    from report.cli import app  # noqa: PLC0415 – see above

    app.main()


if __name__ == "__main__":
    main()
