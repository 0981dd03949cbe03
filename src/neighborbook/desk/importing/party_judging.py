"""People of one import judged together: who comes in, who is here already, and who cannot come."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import date

import attrs

from neighborbook.codes import Code
from neighborbook.desk.faults import Faults
from neighborbook.desk.importing.party_reading import ReadParty
from neighborbook.desk.importing.people_values import PERSON
from neighborbook.desk.importing.values import Did, Outcome
from neighborbook.desk.loaded import Loaded
from neighborbook.desk.people.tying import check_link, is_own, serves
from neighborbook.domain.decision import Decision, Verdict
from neighborbook.domain.party import Actor
from neighborbook.domain.person import AnyParty, Organization, Person, without_outgrown
from neighborbook.engine.reasons import no
from neighborbook.errors import Fault

COMPARED = (
    *("name", "language", "phone", "email", "disabled", "disabled_reason"),
    *("born_on", "grid", "resident_since", "stated", "links", "grants"),
)
"""What a row can say of a party that is kept."""

_BY_ANOTHER = "nothing of the kind in one's own row: another administrator makes one a carer"


@attrs.frozen(kw_only=True)
class Day:
    """By which day somebody is of age.

    Attributes:
        born: dates of birth of those to whom somebody who is kept is a guardian, by id.
    """

    today: date
    born: Mapping[str, date]


@attrs.frozen(kw_only=True)
class Judged:
    """A row with what becomes of it.

    Attributes:
        party: who is to be kept from now on, or ``None``.
    """

    outcome: Outcome
    party: AnyParty | None = None


def judge(
    read: Sequence[ReadParty],
    kept: Mapping[str, AnyParty],
    erased: Collection[str],
    loaded: Loaded,
    on: Day,
    *,
    readmit: bool,
    importer: Actor,
) -> tuple[Judged, ...]:
    """Judge rows in their order, each by all that is kept and by all that come along with it.

    Args:
        kept: by id, erased ones too.
        erased: whom the ledger of erasures names.
        on: by which day somebody is of age.
        readmit: whether those may come back who were erased.
        importer: who brings them in.
    """
    live = {id: party for id, party in kept.items() if party.erased_at is None}
    gone = frozenset() if readmit else (frozenset(kept) | frozenset(erased)) - frozenset(live)
    made: list[AnyParty] = []
    faults: list[tuple[Fault, ...]] = []
    for one in read:
        here = None if one.again else live.get(one.row.id)
        made.append(one.onto(here))
        faults.append(_alone(one, importer) if here is None else _beside(one, here, made[-1], on))
    fit = {
        one.row.id: party
        for one, party, wrong in zip(read, made, faults, strict=True)
        if not wrong and one.row.id not in live and one.row.id not in gone
    }
    coming = _coming(fit, kept, on.today)
    around = _Around(
        kept=kept, coming=coming, gone=gone, zone=loaded.catalog.center.zone, today=on.today
    )
    return tuple(map(around.judged, read, made, faults))


def _alone(one: ReadParty, importer: Actor) -> tuple[Fault, ...]:
    """Return what is wrong with a row about somebody new."""
    found = [*one.faults]
    if one.row.said.name is None:
        expected = "a text that is not empty"
        found.append(Fault(path="name", code="INPUT_MISSING", expected=expected))
    if is_own(one.row.id, importer):
        made = one.onto(None)
        serving = [f"links.{n}" for n, each in enumerate(made.links) if serves(each)]
        serving += [f"grants.{n}" for n, each in enumerate(made.grants) if serves(each)]
        found += [Fault(path=p, code="INPUT_INVALID", expected=_BY_ANOTHER) for p in serving]
    return tuple(found)


def _beside(one: ReadParty, here: AnyParty, made: AnyParty, on: Day) -> tuple[Fault, ...]:
    """Return what is wrong with a row about somebody who is kept: that it says something else."""
    names = ["kind"] if one.row.kind and one.row.kind != kind_of(here) else []
    # An export leaves out what gives nothing any more; so it says the same with it or without.
    said, kept = (without_outgrown(each, on.born, on.today) for each in (made, here))
    names += [name for name in COMPARED if not _alike(name, said, kept)]
    names += [name for name, value in one.found.items() if value and not hasattr(here, name)]
    at_fault = {fault.path.partition(".")[0] for fault in one.faults}
    expected = "what is kept of this id, or nothing: an import changes nobody"
    others = (
        Fault(path=name, code="INPUT_INVALID", expected=expected)
        for name in names
        if name not in at_fault
    )
    return (*one.faults, *others)


def _alike(name: str, made: AnyParty, here: AnyParty) -> bool:
    """Whether two say the same; blanks around a text get lost in files."""
    said, kept = getattr(made, name, None), getattr(here, name, None)
    if isinstance(said, str) and isinstance(kept, str):
        return said.strip() == kept.strip()
    return bool(said == kept)


def kind_of(party: AnyParty) -> str:
    """Return the word by which a file says what a party is."""
    return party.kind.value if isinstance(party, Organization) else PERSON


def _coming(
    fit: Mapping[str, AnyParty], kept: Mapping[str, AnyParty], today: date
) -> Mapping[str, AnyParty]:
    """Return who comes in of all who could: nobody who is tied to somebody that does not come."""
    tied: dict[str, list[str]] = {}
    for id, party in fit.items():
        for link in party.links:
            tied.setdefault(link.other, []).append(id)
    coming = dict(fit)
    left = list(coming)
    while left:
        id = left.pop()
        if id in coming and any(_ties(coming[id], kept, coming, today)):
            del coming[id]
            left += tied.get(id, ())
    return coming


def _ties(
    party: AnyParty, kept: Mapping[str, AnyParty], coming: Mapping[str, AnyParty], today: date
) -> Iterator[Fault]:
    """Yield what is wrong with the ties and roles of somebody who comes in."""
    for n, link in enumerate(party.links):
        faults = Faults()
        check_link(party, link, coming.get(link.other) or kept.get(link.other), today, faults)
        yield from (attrs.evolve(one, path=f"links.{n}.{one.path}") for one in faults.found)
    if party.grants and not isinstance(party, Person):
        yield Fault(path="grants", code="INPUT_INVALID", expected="nothing, but for a person")


@attrs.frozen(kw_only=True)
class _Around:
    """Who is kept, who comes in, and who may not come back."""

    kept: Mapping[str, AnyParty]
    coming: Mapping[str, AnyParty]
    gone: Collection[str]
    zone: str
    today: date

    def judged(self, one: ReadParty, made: AnyParty, faults: tuple[Fault, ...]) -> Judged:
        """Return what becomes of a row; of a bad one, with all that is wrong with it."""
        id = one.row.id
        bad = Outcome(line=one.row.line, key=id, did=Did.BAD, faults=faults)
        here = self.kept.get(id)
        if here is not None and here.erased_at is None and not one.again:
            same = attrs.evolve(bad, did=Did.UNCHANGED, booking=id)
            return Judged(outcome=bad if faults else same)
        if id in self.coming and not one.again:
            return Judged(outcome=attrs.evolve(bad, did=Did.REGISTERED, booking=id), party=made)
        known = {fault.path for fault in faults}
        of_ties = _ties(made, self.kept, self.coming, self.today)
        every = (*faults, *(each for each in of_ties if each.path not in known))
        decision = self._no(id) if id in self.gone else None
        return Judged(outcome=attrs.evolve(bad, faults=every, decision=decision))

    def _no(self, id: str) -> Decision:
        refusal = no(Code.DUPLICATE, "erased", subject=id)
        return Decision(verdict=Verdict.REFUSED, refusals=(refusal,), zone=self.zone)
