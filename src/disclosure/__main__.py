"""``python -m disclosure`` is the ``disclosure`` command."""

import sys

READ = ("extract", "report", "review", "trust")
"""Commands that have a PDF read by a child process."""


def main() -> None:
    """Entry point of the installed command: a child for the first PDF starts while the command line is read."""
    asked = sys.argv[1:]
    try:
        if len(asked) > 1 and asked[0] in READ and not {"-h", "--help"} & set(asked):
            from disclosure.run.limits import start_ahead

            start_ahead()
        from disclosure.cli import main

        main()
    except KeyboardInterrupt:  # before the command has begun
        print("stopped; run the same again: what is finished is whole, and stays", file=sys.stderr)
        sys.exit(130)


if __name__ == "__main__":
    main()
