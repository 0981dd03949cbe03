"""``nb.open``: a database, a center in it, and a desk for the trusted program."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import closing
from pathlib import Path
from typing import TYPE_CHECKING

from neighborbook.desk.clock import Clock, Ids, RandomIds, SystemClock
from neighborbook.desk.desk import Desk
from neighborbook.desk.faults import Faults, listed
from neighborbook.desk.house import House
from neighborbook.desk.notices.address_book import AddressBook, CalledBook, LookUp
from neighborbook.desk.people.ledger import ledger_of
from neighborbook.domain.party import PROGRAM
from neighborbook.storage import open_store
from neighborbook.storage.abc import Store
from neighborbook.storage.opening import file_of, is_on_server

if TYPE_CHECKING:
    from sqlalchemy import Engine

UNNAMED = "center"
"""What a center is called as long as no file has named it."""

_SCHEMES = frozenset({"sqlite", "postgres", "postgresql", "postgresql+psycopg"})


def open(
    database: str | Path | None = None,
    *,
    center: str | None = None,
    engine: Engine | None = None,
    schema: str | None = None,
    upgrade: bool = False,
    clock: Clock | None = None,
    ids: Ids | None = None,
    plugins: Iterable[object] = (),
    deadline: float = 5.0,
    addresses: AddressBook | LookUp | None = None,
) -> Desk:
    """Open a database and return the desk of one center, acting as the trusted program.

    Args:
        database: a path (SQLite), ``"postgresql://…"``, or nothing: in memory.
        center: id of the center; its file must say the same. Not given: the only one in the
            database; if there is none yet, the one of the file that is loaded first.
        engine: a SQLAlchemy engine to use instead of ``database``.
        schema: PostgreSQL schema to keep the tables in.
        upgrade: bring an older database up to date (a backup of a file is made first).
        clock, ids: where now and new ids come from; the machine's own if not given.
        plugins: plugin modules or objects of the embedding program, enabled by being given.
        deadline: seconds after which a write that waits for others raises ``Busy``.
        addresses: where parties can be reached: an address book, or a function that is one; the
            center's own directory, if not given. Asked before the addresses of the center file.

    Raises:
        InvalidRequest: an argument cannot be what it is for, or no center is named and the database
            holds several.
        StorageError: by its subclass: Busy, ReadOnly, Full, Corrupt, NotOurs, SchemaOutdated,
            TooNew.

    >>> import neighborbook as nb
    >>> with nb.open() as desk:
    ...     _ = desk.load('''
    ... center = { id = "anping", zone = "Asia/Shanghai" }
    ... resource.hall = {}
    ... offering.hall = { places = ["hall"] }
    ... ''')
    ...     [offering.id for offering in desk.offerings()]
    ['hall']
    """
    faults = Faults()
    where = _address(database, faults)
    if center is not None:
        faults.id("center", center)
    faults.flag("upgrade", upgrade)
    seconds: object = deadline
    if isinstance(seconds, bool) or not isinstance(seconds, int | float) or not seconds > 0:
        faults.add("deadline", "INPUT_INVALID", deadline, "a number of seconds above 0")
    if isinstance(plugins, str) or not isinstance(plugins, Iterable):
        faults.add("plugins", "INPUT_INVALID", plugins, "a list of plugins: modules or objects")
    book = _address_book(addresses, faults)
    faults.stop()
    store = open_store(where, upgrade=upgrade, schema=schema, engine=engine, deadline=deadline)
    known = (center,) if center is not None else _the_only(store)
    house = House(
        store=store,
        center=known[0] if known else UNNAMED,
        clock=clock or SystemClock(),
        ids=ids or RandomIds(),
        extra=tuple(plugins),
        deadline=deadline,
        adopts=not known,
        ledger=_ledger(where, engine),
        on_server=is_on_server(where or "", engine),
        addresses=book,
    )
    return Desk(house, PROGRAM)


def open_to_check(
    database: str | Path, *, center: str | None = None, deadline: float = 5.0
) -> Desk:
    """Open a database for an audit, even one that has lost its guards: it is told with the rest.

    Args:
        database, center, deadline: as for ``open``.

    Raises:
        InvalidRequest, StorageError: as ``open``.
    """
    faults = Faults()
    where = _address(database, faults)
    if center is not None:
        faults.id("center", center)
    faults.stop()
    store = open_store(where, deadline=deadline, guarded=False)
    known = (center,) if center is not None else _the_only(store)
    house = House(
        store=store,
        center=known[0] if known else UNNAMED,
        clock=SystemClock(),
        ids=RandomIds(),
        deadline=deadline,
    )
    return Desk(house, PROGRAM)


def _ledger(where: str | None, engine: Engine | None) -> Path | None:
    """Return where erasures are noted: beside a database that is a file."""
    if engine is not None and not is_on_server("", engine):
        where = engine.url.database
    file = None if where is None else file_of(where)
    return None if file is None else ledger_of(file)


def _address_book(given: object, faults: Faults) -> AddressBook | None:
    """Read who knows addresses: an object that can be asked, or a function."""
    if given is None or callable(getattr(given, "look_up", None)):
        return given  # type: ignore[return-value]  # it has just been looked at
    if callable(given):
        return CalledBook(function=given)
    expected = "an address book, or a function that returns addresses"
    faults.add("addresses", "INPUT_INVALID", type(given).__name__, expected)
    return None


def _the_only(store: Store) -> tuple[str, ...]:
    """Return the one center of a database, or none if it is empty.

    Raises:
        InvalidRequest: it holds several; the database is closed again.
    """
    try:
        found = store.centers()
    except BaseException:
        store.close()
        raise
    if len(found) > 1:
        store.close()
        faults = Faults()
        faults.add("center", "INPUT_MISSING", "", f"one of {listed(found)}")
        faults.stop()
    return found


def centers(
    database: str | Path | None, *, engine: Engine | None = None, schema: str | None = None
) -> tuple[str, ...]:
    """Return the ids of the centers that a database holds, sorted.

    Args:
        database, engine, schema: as for ``open``.

    Raises:
        StorageError: as ``open``.

    >>> import tempfile
    >>> import neighborbook as nb
    >>> with tempfile.TemporaryDirectory() as folder:
    ...     with nb.open(f"{folder}/book.db", center="anping") as desk:
    ...         _ = desk.load('''
    ... center = { id = "anping", zone = "Asia/Shanghai" }
    ... ''')
    ...     nb.centers(f"{folder}/book.db")
    ('anping',)
    """
    faults = Faults()
    where = _address(database, faults)
    faults.stop()
    with closing(open_store(where, schema=schema, engine=engine)) as store:
        return tuple(sorted(store.centers()))


def _address(database: object, faults: Faults) -> str | None:
    """Read where the database is."""
    if database is None:
        return None
    if database == "":
        faults.add("database", "INPUT_MISSING", "", "a path, or postgresql://…")
    address = str(database) if isinstance(database, str | Path) else ""
    scheme, found, _ = address.partition("://")
    known = not found or scheme in _SCHEMES
    if not isinstance(database, str | Path) or not known:
        given = f"{scheme}://" if found else type(database).__name__  # no password in a message
        faults.add("database", "INPUT_INVALID", given, "a path, or postgresql://…")
    return address
