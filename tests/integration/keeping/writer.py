"""A process that books for ever and says each id once it is promised: ``python -m …writer``."""

from __future__ import annotations

import sys

import neighborbook as nb


def main(url: str, offset: int) -> None:
    """Book every second hour from a day of its own on, change some, cancel some."""
    with nb.open(url, center="corner") as desk:
        for n in range(100_000):
            day, hour = divmod(n, 10)
            start = f"{2030 + offset}-{day // 28 % 12 + 1:02d}-{day % 28 + 1:02d} {hour * 2:02d}:00"
            made = desk.book(
                "bicycle", start=start, length="1h", organizer=f"org-{offset}-{n}", override="test"
            )
            if n % 3 == 1:
                desk.change(made.id, title=f"number {n}")
            if n % 5 == 2:
                desk.cancel(made.id)
            if n % 10 == 9:
                desk.settle()
            sys.stdout.write(f"{made.id}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main(sys.argv[1], int(sys.argv[2]))
