"""The tables of the directory: parties, what is stated of them, their ties, and their roles."""

from __future__ import annotations

import sqlalchemy as sa

from neighborbook.domain.party import Tie
from neighborbook.domain.person import OrganizationKind, PartyKind
from neighborbook.storage.tables import (
    Word,
    _check,
    _key,
    _number,
    _place_in_list,
    _table,
    _word,
    one_of,
)

# ``sought`` is the name without capitals, a line end, and the digits of the phone number.
party = _table(
    "party",
    sa.Column("center", Word, sa.ForeignKey("center.id"), primary_key=True, nullable=False),
    _key("id"),
    _number("version"),
    _word("kind"),
    _word("organization_kind"),
    _word("name"),
    _word("sought"),
    _word("born_on", optional=True),
    _word("language"),
    _word("phone"),
    _word("email"),
    _word("grid"),
    _word("resident_since", optional=True),
    _number("disabled"),
    _word("disabled_reason"),
    _number("created_at"),
    _number("changed_at"),
    _number("erased_at", optional=True),
    _check("version > 0", "party_version"),
    _check("disabled IN (0, 1)", "party_disabled"),
    _check(one_of("kind", PartyKind), "party_kind"),
    _check(one_of("organization_kind", ("", *OrganizationKind)), "party_organization_kind"),
)
sa.Index("party_by_grid", party.c.center, party.c.grid)

party_fact = _table(
    "party_fact",
    _key("center"),
    _key("party"),
    _place_in_list(),
    _word("name"),
    _word("value"),
    _word("source"),
    _number("until_at", optional=True),
    sa.ForeignKeyConstraint(["center", "party"], ["party.center", "party.id"]),
    by_key=True,
)

# ``other`` need not be in the directory: plugins may know it alone, or it is a resource.
party_link = _table(
    "party_link",
    _key("center"),
    _key("party"),
    _place_in_list(),
    _word("tie"),
    _word("other"),
    _word("room_types"),
    _word("grid"),
    _number("since_at", optional=True),
    _number("until_at", optional=True),
    sa.ForeignKeyConstraint(["center", "party"], ["party.center", "party.id"]),
    _check(one_of("tie", Tie), "party_link_tie"),
    by_key=True,
)
sa.Index("party_link_by_other", party_link.c.center, party_link.c.other)

party_grant = _table(
    "party_grant",
    _key("center"),
    _key("party"),
    _place_in_list(),
    _word("role"),
    _word("room_types"),
    _word("grid"),
    _number("since_at", optional=True),
    _number("until_at", optional=True),
    sa.ForeignKeyConstraint(["center", "party"], ["party.center", "party.id"]),
    by_key=True,
)
