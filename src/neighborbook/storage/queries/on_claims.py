"""Claims and limit uses: what is taken."""

from __future__ import annotations

from typing import Any

import sqlalchemy as sa

from neighborbook.storage import tables as t
from neighborbook.storage.statements import (
    CENTER,
    END,
    START,
    Query,
    given_rows,
    in_order,
    item,
    listed,
    read_columns,
)
from neighborbook.storage.tables import Number, Word

_claim = t.claim.c
_claims = sa.select(*read_columns(t.claim))
CLAIMS_OF = Query(
    _claims.where(_claim.center == CENTER, listed(_claim.owner, "owners")).order_by(
        _claim.owner, _claim.n
    )
)
DELETE_CLAIMS = Query(
    sa.delete(t.claim).where(_claim.center == CENTER, listed(_claim.owner, "owners"))
)


def _claims_on() -> sa.Select[Any]:
    given = given_rows("leaves")
    every = t.claim.alias("every_claim")
    on = sa.and_(
        every.c.center == CENTER,
        every.c.leaf == item(given, 0, Word),
        every.c.kind == item(given, 1, Word),
        # True of every claim; without it SQLite would not see that the index narrows.
        every.c.reach_start > sa.literal_column(str(-(1 << 62))),
    )
    return sa.select(*read_columns(t.claim, every)).select_from(in_order(given, every, on))


CLAIMS_ON = Query(_claims_on())


def _claims_near() -> sa.Select[Any]:
    """Seek the claims that reach into ``[start, end)``, for each leaf and kind by itself.

    None of them can start earlier than the longest reach of its leaf and kind before ``start``:
    that makes the seek exact at both ends. Kinds are apart so that one long block does not widen
    the seek among the uses.
    """
    given = given_rows("leaves")
    leaf, kind = item(given, 0, Word), item(given, 1, Word)
    longest = t.claim.alias("longest")
    reach = (
        sa.select(sa.func.max(longest.c.reach))
        .where(longest.c.center == CENTER, longest.c.leaf == leaf, longest.c.kind == kind)
        .scalar_subquery()
    )
    near = t.claim.alias("near")
    reaching = sa.and_(
        near.c.center == CENTER,
        near.c.leaf == leaf,
        near.c.kind == kind,
        near.c.reach_start > START - reach,
        near.c.reach_start < END,
        near.c.reach_end > START,
    )
    sought = in_order(given, near, reaching, seek=near.c.reach_start)
    return sa.select(*read_columns(t.claim, near)).select_from(sought)


CLAIMS_NEAR = Query(_claims_near())

_use = t.limit_use.c


def _limit_uses_in() -> sa.Select[Any]:
    given = given_rows("limits")
    use = t.limit_use.alias("counted")
    counted = sa.and_(
        use.c.center == CENTER,
        use.c.key == item(given, 1, Word),
        use.c.at >= item(given, 2, Number),
        use.c.at < item(given, 3, Number),
    )
    place = item(given, 0, Number).label("place")
    return sa.select(place, *read_columns(t.limit_use, use)).select_from(
        in_order(given, use, counted)
    )


LIMIT_USES_IN = Query(_limit_uses_in())
LIMIT_USES_OF = Query(
    sa.select(*read_columns(t.limit_use))
    .where(_use.center == CENTER, listed(_use.owner, "owners"))
    .order_by(_use.owner, _use.n)
)
DELETE_LIMIT_USES = Query(
    sa.delete(t.limit_use).where(_use.center == CENTER, listed(_use.owner, "owners"))
)
