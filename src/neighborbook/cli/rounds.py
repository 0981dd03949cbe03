"""What is done again and again, until somebody ends it."""

from __future__ import annotations

import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import FrameType

import click

from neighborbook.errors import Busy, FolderError, Full, OutcomeUnknown


def again_and_again(once: Callable[[], None], every: float, language: str) -> None:
    """Do something round by round; what passes by itself is said, and the next round tries again.

    Args:
        once: a round; it is never broken off by what ends the process in order.
        every: seconds between one round and the next.
        language: ``en`` or ``zh``.
    """
    from neighborbook.cli.failing import words_of

    with _until_stopped() as stopped:
        while not stopped.is_set():
            try:
                once()
            except (Busy, Full, OutcomeUnknown) as passing:
                click.echo(words_of(passing, language), err=True)
            except FolderError as failed:
                if not failed.passes:
                    raise
                click.echo(words_of(failed, language), err=True)
            stopped.wait(every)


@contextmanager
def _until_stopped() -> Iterator[threading.Event]:
    """Let what asks the process to end only end the waiting, so that no round is broken off."""
    stopped = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        stopped.set()

    before = {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield stopped
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
