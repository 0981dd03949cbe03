"""What of an entry leaves the house: nothing that the registry of stored columns calls sealed."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

import attrs

from neighborbook.domain import fields
from neighborbook.domain.person import AnyParty
from neighborbook.room_type import Privacy

STORED: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        **{
            name: (f"party.{name}",)
            for name in (
                *("name", "language", "phone", "email", "disabled", "disabled_reason"),
                *("born_on", "grid", "resident_since"),
            )
        },
        "stated": tuple(f"party_fact.{name}" for name in ("name", "value", "source", "until_at")),
        "links": tuple(
            f"party_link.{name}"
            for name in ("tie", "other", "room_types", "grid", "since_at", "until_at")
        ),
        "grants": tuple(
            f"party_grant.{name}" for name in ("role", "room_types", "grid", "since_at", "until_at")
        ),
    }
)
"""In which columns each attribute of a party is stored that tells of it."""


def unsealed(party: AnyParty) -> AnyParty:
    """Return a party without what is stored in a column that is sealed."""
    kept = attrs.fields_dict(type(party))
    sealed = {
        name: kept[name].default
        for name, columns in STORED.items()
        if name in kept and any(is_sealed(column) for column in columns)
    }
    return attrs.evolve(party, **sealed) if sealed else party  # type: ignore[arg-type]


def is_sealed(column: str) -> bool:
    """Whether a column, as ``table.column``, is shown to nobody but the program.

    >>> is_sealed("party.name"), is_sealed("idempotency_key.answer")
    (False, True)
    """
    return fields.FIELDS[column].privacy == Privacy.SEALED
