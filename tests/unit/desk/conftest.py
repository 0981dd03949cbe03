"""A center in memory whose clock a test sets, with people of every standing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, datetime

import attrs
import pytest

import neighborbook as nb


@attrs.define
class WallClock:
    """Shows the UTC time to which a test has set it; ``before`` is called once, at a reading."""

    instant: int = 0
    before: Callable[[], object] | None = None

    def now(self) -> int:
        """Return UTC seconds."""
        before, self.before = self.before, None
        if before is not None:
            before()
        return self.instant

    def set(self, wall: str) -> None:
        """Set it to a UTC time."""
        self.instant = int(datetime.fromisoformat(wall).replace(tzinfo=UTC).timestamp())


class Directory:
    """Li and Wang belong to acme; the others work at the center, or belong elsewhere."""

    name = "directory"
    api = 1

    @nb.hookimpl
    def provide_facts(self, center: nb.Center, parties: tuple[str, ...]) -> Mapping[str, nb.Facts]:
        known = {
            "li-wei": nb.Facts(party="li-wei", organizations=frozenset({"acme"})),
            "wang-fang": nb.Facts(party="wang-fang", organizations=frozenset({"acme"})),
            "chen-jie": nb.Facts(party="chen-jie", organizations=frozenset({"bolt"})),
            "clerk": nb.Facts(party="clerk", roles=frozenset({"staff"})),
            "chief": nb.Facts(party="chief", roles=frozenset({"approver"})),
            "keeper": nb.Facts(party="keeper", roles=frozenset({"administrator"})),
        }
        return {party: known[party] for party in parties if party in known}


@attrs.frozen
class Bringing:
    """A plugin that brings one room type."""

    kind: nb.RoomType
    api: int = 1

    @property
    def name(self) -> str:
        """Named after its room type."""
        return f"bringing-{self.kind.name}"

    @nb.hookimpl
    def register_room_types(self) -> list[nb.RoomType]:
        return [self.kind]


Opened = Callable[..., nb.Desk]


@pytest.fixture
def clock() -> WallClock:
    """Tuesday, 1 December 2026, eight o'clock."""
    found = WallClock()
    found.set("2026-12-01 08:00")
    return found


@pytest.fixture
def turn(clock: WallClock) -> Callable[[str], None]:
    """Set the clock to a UTC time."""
    return clock.set


@pytest.fixture
def opened(clock: WallClock) -> Iterator[Opened]:
    """Open a desk for the tables of a center file, with the room types that it needs."""
    desks: list[nb.Desk] = []

    def opening(tables: str, *kinds: nb.RoomType, at: str | None = None, head: str = "") -> nb.Desk:
        brought = [Bringing(kind) for kind in kinds]
        desk = nb.open(at, center="center", clock=clock, plugins=(Directory(), *brought))
        desks.append(desk)
        desk.load(file_of(tables, head))
        return desk

    yield opening
    for desk in desks:
        desk.close_database()


def file_of(tables: str, head: str = "") -> str:
    """Return a center file with these tables."""
    return f'center = {{ id = "center", zone = "UTC"{head} }}\n{tables}'


@pytest.fixture
def reloaded() -> Callable[[nb.Desk, str], object]:
    """Load other tables into a desk."""
    return lambda desk, tables: desk.load(file_of(tables))
