"""Founding a center: its file, its database beside it, and what to type next."""

from __future__ import annotations

from contextlib import suppress
from importlib.metadata import entry_points
from pathlib import Path

import attrs

import neighborbook as nb
from neighborbook.cli.founding.answers import Answers
from neighborbook.cli.founding.center_text import center_text
from neighborbook.cli.founding.next_steps import next_steps, quoted
from neighborbook.errors import Fault, InvalidRequest
from neighborbook.storage.opening import is_there

_NAMED = 3
"""How many centers of a database a fault names."""

BEST_PLUGIN = "meeting-room"
"""The room type for rooms that people meet in, if it is installed."""


@attrs.frozen(kw_only=True)
class Place:
    """Where a center is founded.

    Attributes:
        file: the center file; it must not exist.
        database: path or address; where it holds a center, a second one must be asked for.
        shown: the database as it may be printed, without a password.
        named: whether commands must name it, not being where they look by themselves.
        beside: id of a center to found beside others in it, ``None`` if nobody asked for that.
    """

    file: Path
    database: str
    shown: str
    named: bool
    beside: str | None = None

    def refuse_what_exists(self, center: str | None = None) -> None:
        """Refuse to write over anything.

        Args:
            center: its id, once that is known.

        Raises:
            InvalidRequest: the file or the center exists, or there is no folder for it.
        """
        if faults := self.faults(center):
            raise InvalidRequest(faults)

    def faults(self, center: str | None = None) -> tuple[Fault, ...]:
        """Return what is in the way there, or that there is no folder for it.

        A database that holds a center takes another one only where ``beside`` names it: it may be
        the database of somebody who is at work.
        """
        faults = []
        if self.file.exists():
            expected = "a file that does not exist yet; nothing is written over"
            faults.append(_fault("file", str(self.file), expected))
        elif not self.file.parent.is_dir():
            faults.append(_fault("file", str(self.file), "a folder that exists"))
        held = self.centers()
        if held and (self.beside is None or self.beside in held or center != self.beside):
            expected = (
                f"another --db, since this one holds {_some(held)} already; to found one beside "
                "that, --center with an id that is new, before init"
            )
            faults.append(_fault("db", self.shown, expected))
        return tuple(faults)

    def centers(self) -> tuple[str, ...]:
        """Return the centers that the database holds, none if there is no database yet."""
        return nb.centers(self.database) if is_there(self.database) else ()


@attrs.frozen(kw_only=True)
class Founded:
    """What ``init`` made, as ``--json`` shows it.

    Attributes:
        center: its id.
        center_file, database: where they lie.
        next_steps: commands that work as they are.
    """

    center: str
    center_file: str
    database: str
    next_steps: tuple[str, ...]


def found(center: Answers, place: Place, language: str) -> Founded:
    """Write the center file and load it.

    Raises:
        InvalidRequest: the file or the center exists already.
    """
    place.refuse_what_exists(center.id)
    plugin = BEST_PLUGIN if BEST_PLUGIN in entry_points(group="neighborbook").names else ""
    text = center_text(center, plugin=plugin, file=_typed(place.file), language=language)
    with nb.open(center=center.id) as rehearsal:  # so that no file is left that cannot be loaded
        rehearsal.load(text)
    _write(place.file, text)
    try:
        with nb.open(place.database, center=center.id) as desk:
            desk.load(place.file)
            steps = next_steps(desk, _program(place, center.id), language)
    except nb.NeighborbookError:
        place.file.unlink()  # so that it can be tried again
        raise
    return Founded(
        center=center.id, center_file=str(place.file), database=place.shown, next_steps=steps
    )


def _write(file: Path, text: str) -> None:
    try:
        with file.open("x", encoding="utf-8") as opened:
            opened.write(text)
    except OSError as error:
        if not isinstance(error, FileExistsError):
            with suppress(OSError):
                file.unlink()  # half a file would be in the way of the next try
        expected = f"a file that can be made there ({error.strerror})"
        raise InvalidRequest([_fault("file", str(file), expected)]) from error


def _some(centers: tuple[str, ...]) -> str:
    return ", ".join(centers[:_NAMED]) + (", …" if len(centers) > _NAMED else "")


def _program(place: Place, center: str) -> str:
    words = ["neighborbook"]
    if place.named:
        words += ["--db", quoted(place.shown)]
    if len(place.centers()) > 1:
        words += ["--center", center]
    return " ".join(words)


def _typed(file: Path) -> str:
    return quoted(file.name)


def _fault(path: str, given: str, expected: str) -> Fault:
    return Fault(path=path, code="INPUT_INVALID", given=given[-60:], expected=expected)
