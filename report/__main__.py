"""`python -m report` is `digits-report`."""

from report.cli.app import main

if __name__ == "__main__":
    main()
