"""From the words of a row to a request, with what is known of everybody in it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, MutableMapping

import attrs

from neighborbook.desk.asking import request_of
from neighborbook.desk.caller import Caller
from neighborbook.desk.faults import Faults
from neighborbook.desk.importing.values import MOST_KEY, Did, ImportRow, Outcome
from neighborbook.desk.loaded import Loaded
from neighborbook.domain.booking import VoidReason
from neighborbook.domain.decision import Decision
from neighborbook.domain.party import PROGRAM, Facts, is_erased, is_reserved
from neighborbook.domain.slot import Request
from neighborbook.errors import Fault, InvalidRequest, Refused

_ID = re.compile(r"[0-9a-f]{32}")


@attrs.frozen(kw_only=True)
class Understood:
    """A row that has been read by a catalog.

    Attributes:
        request: ``None`` if it cannot be asked for: ``faults`` or ``decision`` say why.
        facts: what is known of its parties, and of the one who imports.
    """

    row: ImportRow
    request: Request | None = None
    faults: tuple[Fault, ...] = ()
    decision: Decision | None = None
    facts: Mapping[str, Facts] = attrs.field(factory=dict)

    def names(self, path: str) -> bool:
        """Whether its key or its id, by that path, is one: what is at fault cannot be looked up."""
        return not any(fault.path == path for fault in self.faults)

    @property
    def is_blanked(self) -> bool:
        """Whether it only lacks the details that went when its organizer was erased."""
        return (
            bool(self.row.id)
            and is_erased(self.row.asked.organizer)
            and bool(self.faults)
            and all("details" in fault.path.split(".") for fault in self.faults)
        )

    def outcome(self) -> Outcome:
        """Return what became of a row that cannot be asked for."""
        row = self.row
        return Outcome(
            line=row.line,
            key=row.key,
            did=Did.LEFT if self.is_blanked else Did.BAD,
            faults=self.faults,
            decision=self.decision,
        )

    def alone(self, lines: MutableMapping[str, int]) -> Understood:
        """Return this row, at fault if one of its key has stood before it."""
        if self.request is None:
            return self
        first = lines.setdefault(self.row.key, self.row.line)
        if first == self.row.line:
            return self
        fault = Fault(
            path="key",
            code="INPUT_INVALID",
            expected=f"a key of its own: line {first} has the same",
        )
        return attrs.evolve(self, request=None, faults=(fault,))


def understood(row: ImportRow, loaded: Loaded, override: str | None) -> Understood:
    """Read a row by a catalog; whoever imports, nothing is meant for whom it does not name."""
    faults = Faults(found=list(row.faults))
    _check_names(row, faults)
    asked = row.asked if override is None else attrs.evolve(row.asked, override=override)
    if asked.stood is not bool(row.id):  # an id of our own is that of a booking that stood
        asked = attrs.evolve(asked, stood=bool(row.id))
    try:
        return Understood(row=row, request=request_of(asked, loaded, PROGRAM, faults))
    except InvalidRequest as wrong:
        return Understood(row=row, faults=_once(row, wrong.faults))
    except Refused as refused:
        return Understood(row=row, decision=refused.decision)


def _once(row: ImportRow, faults: tuple[Fault, ...]) -> tuple[Fault, ...]:
    """Return faults without those that only follow from what was at fault already."""
    known = {fault.path for fault in row.faults}
    if "resource" in known:
        known.add("offering")  # which would have followed from the place
    return tuple(fault for fault in faults if fault in row.faults or fault.path not in known)


def _check_names(row: ImportRow, faults: Faults) -> None:
    faults.text("key", row.key, MOST_KEY, needed=True)
    for path, given in (("id", row.id), ("uid", row.uid)):
        if given and not _ID.fullmatch(given):
            faults.add(path, "INPUT_INVALID", given, "one of neighborbook's own, or nothing")
    if row.ended and row.ended not in VoidReason.__members__.values():
        words = ", ".join(reason.value for reason in VoidReason)
        faults.add("void_reason", "INPUT_INVALID", row.ended, f"one of {words}")


def parties_of(rows: Iterable[Understood]) -> set[str]:
    """Return everybody whom rows name; behind a reserved word there is nobody to ask about."""
    return {
        party
        for one in rows
        if one.request
        for party in one.request.parties
        if not is_reserved(party)
    }


def with_facts(rows: list[Understood], known: Caller) -> list[Understood]:
    """Return rows with what is known of their parties, which was asked once for all."""
    facts = known.provided.facts
    if not facts:
        return rows
    asks = known.actor.party
    return [
        one if one.request is None else attrs.evolve(one, facts=_of(facts, one.request, asks))
        for one in rows
    ]


def _of(facts: Mapping[str, Facts], request: Request, asks: str) -> dict[str, Facts]:
    return {party: facts[party] for party in (asks, *request.parties) if party in facts}
