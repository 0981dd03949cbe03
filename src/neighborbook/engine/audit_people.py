"""A party of the directory against its own rows: what erasing left, and how it is sought."""

from __future__ import annotations

from collections.abc import Iterator

from neighborbook.domain.audit import Damage, Finding, PartyDossier
from neighborbook.domain.person import AnyParty, Person


def judge_party(dossier: PartyDossier) -> Iterator[Finding]:
    """Yield what is wrong with the rows of one party."""
    for table in dossier.unreadable:
        yield Finding(code=Damage.ROW_UNREADABLE, table=table, id=dossier.id)
    party = dossier.party
    if party is None:
        if "party" not in dossier.unreadable:
            yield _found(Damage.OF_NO_PARTY, dossier, rows=dossier.rows)
        return
    if party.erased_at is not None and (dossier.rows or _tells(party)):
        yield _found(Damage.TOMBSTONE_TELLS, dossier, rows=dossier.rows)
    if dossier.sought != dossier.wanted_sought:
        yield _found(Damage.PARTY_SOUGHT, dossier)
    if dossier.to_erased:
        yield _found(Damage.LINK_TO_ERASED, dossier, rows=dossier.to_erased)


def _tells(party: AnyParty) -> bool:
    """Whether anything is left of a party but that its id was somebody's."""
    texts = [party.name, party.language, party.phone, party.email, party.disabled_reason]
    days = [party.born_on, party.resident_since] if isinstance(party, Person) else []
    grid = party.grid if isinstance(party, Person) else ""
    return bool(any(texts) or any(days) or grid or not party.disabled)


def _found(code: Damage, dossier: PartyDossier, **facts: int | str) -> Finding:
    return Finding(code=code, table="party", id=dossier.id, facts=facts)
