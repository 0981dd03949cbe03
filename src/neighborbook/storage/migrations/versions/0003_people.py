"""The directory: parties with what is stated of them, their ties, and their roles."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"

Number = sa.BigInteger().with_variant(sa.Integer(), "sqlite")
Word = sa.Text(collation="C").with_variant(sa.Text(), "sqlite")

ByKey = {"sqlite_strict": True, "sqlite_with_rowid": False}
ByRow = {"sqlite_strict": True, "sqlite_with_rowid": True}

TIES = (
    "'guardian_of', 'proxy_for', 'employee_of', 'manager_of', 'member_of_household', 'provider_of'"
)
ORGANIZATIONS = "'', 'center', 'community', 'member'"


def word(name: str, *, optional: bool = False) -> sa.Column[str]:
    """Declare a text."""
    return sa.Column(name, Word, nullable=optional)


def number(name: str, *, optional: bool = False) -> sa.Column[int]:
    """Declare a number."""
    return sa.Column(name, Number, nullable=optional, autoincrement=False)


def check(name: str, condition: str) -> sa.CheckConstraint:
    """Declare a condition, by the name under which it is reported."""
    return sa.CheckConstraint(condition, name=name)


def make_parties() -> None:
    """Make the table of persons and organizations."""
    op.create_table(
        "party",
        word("center"),
        word("id"),
        number("version"),
        word("kind"),
        word("organization_kind"),
        word("name"),
        word("sought"),
        word("born_on", optional=True),
        word("language"),
        word("phone"),
        word("email"),
        word("grid"),
        word("resident_since", optional=True),
        number("disabled"),
        word("disabled_reason"),
        number("created_at"),
        number("changed_at"),
        number("erased_at", optional=True),
        sa.PrimaryKeyConstraint("center", "id"),
        sa.ForeignKeyConstraint(["center"], ["center.id"]),
        check("party_version", "version > 0"),
        check("party_disabled", "disabled IN (0, 1)"),
        check("party_kind", "kind IN ('person', 'organization')"),
        check("party_organization_kind", f"organization_kind IN ({ORGANIZATIONS})"),
        **ByRow,
    )
    op.create_index("party_by_grid", "party", ["center", "grid"])


def make_list(name: str, *columns: sa.schema.SchemaItem) -> None:
    """Make a table of what a party has several of, in their order."""
    op.create_table(
        name,
        word("center"),
        word("party"),
        number("n"),
        *columns,
        sa.PrimaryKeyConstraint("center", "party", "n"),
        sa.ForeignKeyConstraint(["center", "party"], ["party.center", "party.id"]),
        **ByKey,
    )


def term() -> tuple[sa.Column[str], sa.Column[str], sa.Column[int], sa.Column[int]]:
    """Declare for what, for whom, and how long something holds."""
    return (
        word("room_types"),
        word("grid"),
        number("since_at", optional=True),
        number("until_at", optional=True),
    )


def upgrade() -> None:
    """Make the tables; they are empty until somebody is registered."""
    make_parties()
    make_list(
        "party_fact",
        word("name"),
        word("value"),
        word("source"),
        number("until_at", optional=True),
    )
    make_list(
        "party_link",
        word("tie"),
        word("other"),
        *term(),
        check("party_link_tie", f"tie IN ({TIES})"),
    )
    op.create_index("party_link_by_other", "party_link", ["center", "other"])
    make_list("party_grant", word("role"), *term())
