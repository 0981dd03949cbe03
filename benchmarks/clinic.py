"""A day's slots at the health station, and an appointment against its bare statements.

The station of the reference center has 6 practitioners, 4 rooms, a device, and 5 services. Patients
stand in the directory and book for themselves, so rights and facts are reckoned along.
"""

from __future__ import annotations

import contextlib
import statistics
import time
from collections.abc import Callable, Iterator

import attrs

from benchmarks.bare import Bare, BarePostgres, BareSqlite
from benchmarks.book_cost import MOST_RATIO, WARM_UP
from benchmarks.figures import Figure, times
from benchmarks.heard import Ear, Sent
from benchmarks.measure import in_turns
from benchmarks.wishes import open_center
from neighborbook.desk.desk import Desk

STATION = "health-station"
DAY, NEXT_DAY, LAST = "2026-10-14", "2026-10-15", "2026-10-25"
LENGTHS = {
    "consultation": "15m",
    "first-visit": "30m",
    "follow-up": "15m",
    "medicine": "15m",
    "check-up": "45m",
}
MOST_DAY_MS = 10.0
ROUNDS = 7
PATIENTS = 100


@attrs.frozen(kw_only=True)
class Appointment:
    """One appointment to be made by its patient, with a key, as a careful caller sends it."""

    service: str
    patient: str
    start: str

    def book(self, desk: Desk) -> None:
        """Book it; ``desk`` is the program's."""
        desk.acting_as(self.patient).book(
            STATION,
            start=self.start,
            length=LENGTHS[self.service],
            details={"service": self.service},
            key=f"{self.service}-{self.patient}",
        )


def clinics(
    database: str, make: Callable[[], str], *, patients: int = PATIENTS, rounds: int = ROUNDS
) -> Iterator[Figure]:
    """Measure a day's slots, and an appointment of two resources and one of five.

    Args:
        make: makes an empty database; returns its address.
    """
    with contextlib.ExitStack() as stack:
        ear = Ear()
        recorded = stack.enter_context(_station(make(), patients, ear))
        ours = stack.enter_context(_station(make(), patients))
        address = make()
        stack.enter_context(_station(address, patients))
        bare: Bare = BareSqlite(address) if database == "SQLite" else BarePostgres(address)
        stack.callback(bare.close)
        for service, resources in (("check-up", 5), ("consultation", 2)):
            work = _recorded(recorded, ear, service, patients)
            of = f"{database}, {service}, {resources} resources"
            yield _cost(of, work, ours, bare, rounds)
        yield _day(database, ours, rounds)


def _station(address: str, patients: int, log: Ear | None = None) -> Desk:
    desk = open_center(address, log)
    for number in range(patients):
        desk.people.register(
            f"patient-{number}",
            name=f"Patient {number}",
            born_on="1950-03-08",
            resident_since="2020-01-01",
        )
    return desk


def _appointments(desk: Desk, service: str, patients: int) -> Iterator[Appointment]:
    """Yield times that can still be had when those before are taken."""
    for number in range(patients):
        patient = f"patient-{number}"
        asked = {"length": LENGTHS[service], "details": {"service": service}}
        found = desk.acting_as(patient).slots(STATION, start=DAY, end=LAST, **asked)  # type: ignore[arg-type]
        slot = next(found, None)
        if slot is None:
            return
        yield Appointment(service=service, patient=patient, start=slot.start.isoformat())


def _recorded(desk: Desk, ear: Ear, service: str, patients: int) -> list[tuple[Appointment, Sent]]:
    found = []
    for appointment in _appointments(desk, service, patients):
        ear.sent()
        appointment.book(desk)
        found.append((appointment, ear.sent()))
    return found


def _cost(
    of: str, work: list[tuple[Appointment, Sent]], ours: Desk, bare: Bare, rounds: int
) -> Figure:
    def book(piece: tuple[Appointment, Sent]) -> None:
        piece[0].book(ours)

    def replay(piece: tuple[Appointment, Sent]) -> None:
        bare.send(piece[1])

    warm = min(WARM_UP, len(work) // 2)
    for piece in work[:warm]:
        book(piece)
        replay(piece)
    timed = work[warm:]
    found = in_turns(timed, book, replay, rounds=min(rounds, len(timed)))
    statements = max(sent.statements for _, sent in work)
    figure = times("clinic", of, found, most=MOST_RATIO, sides=("book", "bare"))
    return attrs.evolve(figure, note=f"{figure.note}, {statements} statements")


def _day(database: str, desk: Desk, rounds: int) -> Figure:
    """Search a day that is partly taken, for each service in turn."""
    patient = desk.acting_as("patient-0")
    medians, listed = [], 0
    for _ in range(rounds + 1):
        took = []
        for service, length in LENGTHS.items():
            started = time.perf_counter()
            found = patient.slots(
                STATION, start=DAY, end=NEXT_DAY, length=length, details={"service": service}
            )
            many = sum(1 for _ in found)
            took.append(time.perf_counter() - started)
            listed = max(listed, many)
        medians.append(statistics.median(took) * 1000)
    if not listed:
        raise RuntimeError("nothing is free")
    return Figure(
        measurement="clinic",
        of=f"{database}, a day's slots of a service",
        value=statistics.median(medians[1:]),
        unit="ms",
        most=MOST_DAY_MS,
        rounds=tuple(medians[1:]),
        note=f"6 practitioners, 4 rooms, 5 services; up to {listed} slots",
    )
