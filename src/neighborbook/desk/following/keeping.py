"""Rooms that follow outside calendars: what is due is asked, and what was heard is written down.

Asking holds nothing. Each calendar that is due is *claimed* before it is asked, by moving on the
time at which it is asked next; who claims it knows by the number of tries whether it is still his.
So two that settle at once ask once, and nobody writes what somebody else has heard better since.
"""

from __future__ import annotations

import logging
from collections.abc import Collection, Iterable, Mapping, Sequence

import attrs

from neighborbook.desk.channels.channel import NotYet
from neighborbook.desk.channels.secret_places import secret_at
from neighborbook.desk.following.stepping import (
    Step,
    active,
    scopes_of,
    steps,
    still_to_do,
    take,
)
from neighborbook.desk.house import House, Wider
from neighborbook.desk.loaded import Loaded
from neighborbook.domain.following import (
    Follow,
    Following,
    FollowState,
    Heard,
    NotHeard,
    without_secret,
)
from neighborbook.domain.offering import DAY, HOUR, MINUTE
from neighborbook.domain.spans import Span
from neighborbook.storage.abc import Transaction

LEASE = 10 * MINUTE
"""For so long a calendar belongs to who has claimed it."""

MOST_CLAIMED = 16
"""So many calendars are claimed at once."""

PAGE = 50
"""Closures that are written in one transaction: others get in between."""

AHEAD = 400
"""Days up to which calendars are followed where an offering has no horizon."""

SCOPE = frozenset({"following"})

_log = logging.getLogger("neighborbook")
_Name = tuple[str, str]


@attrs.define(kw_only=True)
class Followed:
    """What one round of following did.

    Attributes:
        closures: how many were laid, moved, or taken back.
        stale: how many calendars were due and could not be heard.
    """

    closures: int = 0
    stale: int = 0


def follow_due(house: House, *, ask_all: bool = False) -> Followed:
    """Take back what is followed no more, ask whatever is due, and write down what was heard.

    Args:
        ask_all: ask also what is not due; what somebody else is asking just now is asked anew.
    """
    done = Followed()
    loaded = house.loaded()
    with house.store.snapshot(house.center) as reader:
        states, now = reader.follow_states(), house.clock.now()
        laid = reader.followed(now)
    if not (states or laid or loaded.catalog.follows):
        return done
    due = active(loaded, now)
    for name in {(state.resource, state.name) for state in states} - due.keys():
        _forget(house, name)
    done.closures += _take_back(house, {(c.subject, c.origin) for c in laid} - due.keys())
    window, asked = Span(now, now + _ahead(loaded)), set[_Name]()
    while claimed := _claim(house, loaded, states, asked, ask_all=ask_all):
        asked |= claimed.keys()
        heard = _heard(house, loaded, [due[name] for name in claimed if name in due], window)
        for name, state in claimed.items():
            if name in due:
                told = heard[due[name].key]
                done.closures += _write(house, state, told, window)
                done.stale += bool(told.fault)
    return done


def _ahead(loaded: Loaded) -> int:
    """Return for how many seconds from now anything can be booked."""
    horizons = [
        AHEAD if offering.policy.horizon is None else offering.policy.horizon
        for offering in loaded.catalog.offerings.values()
    ]
    return (max(horizons, default=AHEAD) + 1) * DAY


def _is_due(states: Mapping[_Name, FollowState], name: _Name, now: int) -> bool:
    return name not in states or states[name].next_at <= now


def _by_name(states: Iterable[FollowState]) -> dict[_Name, FollowState]:
    return {(state.resource, state.name): state for state in states}


def _claim(
    house: House,
    loaded: Loaded,
    states: Iterable[FollowState],
    asked: Collection[_Name],
    *,
    ask_all: bool,
) -> Mapping[_Name, FollowState]:
    """Return the states of some that are due, not asked before, and that nobody else asks.

    They are so few that they can be heard, however slow they are, before the lease is over.
    """
    known, now = _by_name(states), house.clock.now()
    left = active(loaded, now).keys() - asked
    if not any(ask_all or _is_due(known, name, now) for name in left):
        return {}

    def work(tx: Transaction, now: int, loaded: Loaded) -> Mapping[_Name, FollowState]:
        known, mine = _by_name(tx.follow_states()), {}
        there = [name for name in active(loaded, now) if name not in asked]
        due = [name for name in there if ask_all or _is_due(known, name, now)]
        for name in due[:MOST_CLAIMED]:
            before = known.get(name) or FollowState(resource=name[0], name=name[1], next_at=now)
            mine[name] = attrs.evolve(before, next_at=now + LEASE, tries=before.tries + 1)
            tx.save_follow_state(mine[name])
        tx.commit()
        return mine

    return house.write(SCOPE, work)


def _heard(
    house: House, loaded: Loaded, follows: Iterable[Follow], window: Span
) -> Mapping[str, Heard]:
    """Ask all plugins; a calendar whose address is nowhere is not asked."""
    known, heard = [], dict[str, Heard]()
    for follow in follows:
        try:
            found = secret_at(follow.address_env, follow.address_file)
        except NotYet:
            place = follow.address_env or "address_file"
            heard[follow.key] = Heard(fault=f"{NotHeard.NO_SECRET}:{place}")
        else:
            known.append(attrs.evolve(follow, address=found or follow.address))
    asked = loaded.plugins.provide_closures(loaded.catalog.center, tuple(known), window)
    for follow in known:
        heard[follow.key] = without_secret(asked[follow.key], follow)
    return heard


def _write(house: House, claimed: FollowState, heard: Heard, window: Span) -> int:
    """Write what was heard, page by page; return how many closures it has changed."""
    name, total = (claimed.resource, claimed.name), 0
    left: _Left | None = None
    while True:
        done, left = _write_page(house, name, claimed, heard, window, left)
        total += done
        if left is None:
            return total


@attrs.frozen(kw_only=True)
class _Left:
    """What of a round is still to be written, as it was reckoned by a revision of the catalog."""

    steps: tuple[Step, ...]
    revision: int


def _write_page(
    house: House,
    name: _Name,
    claimed: FollowState,
    heard: Heard,
    window: Span,
    left: _Left | None,
) -> tuple[int, _Left | None]:
    scopes = set(SCOPE | scopes_of(house.loaded(), name[0]))

    def work(tx: Transaction, now: int, loaded: Loaded) -> tuple[int, _Left | None]:
        state, follow = _by_name(tx.follow_states()).get(name), active(loaded, now).get(name)
        if follow is None or state is None or state.tries != claimed.tries:
            return 0, None  # somebody else has asked since, or nobody is to ask any more
        tx.let_go(*name, now)
        revision = loaded.catalog.revision
        if left is not None and left.revision == revision:
            found: Sequence[Step] = left.steps
            page = still_to_do(tx, loaded, follow, found[:PAGE], now)
        else:  # all of them are reckoned once, and not again for each page
            found = steps(house, tx, loaded, follow, heard, window, now)
            page = list(found[:PAGE])
        _see_locked(scopes, page)
        for step in page:
            take(house, tx, loaded, step, now)
        if len(found) > PAGE:
            tx.commit()
            return len(page), _Left(steps=tuple(found[PAGE:]), revision=revision)
        after = _after(state, follow, heard, now)
        tx.save_follow_state(after)
        tx.commit()
        _tell_log(house, state, after)
        return len(page), None

    return house.write(frozenset(scopes), work)


def _see_locked(scopes: set[str], page: Iterable[Step]) -> None:
    needed = frozenset(scope for step in page for scope in step.scopes)
    if not needed <= scopes:
        scopes.update(needed)
        raise Wider(needed)


def _after(state: FollowState, follow: Follow, heard: Heard, now: int) -> FollowState:
    """Return how it stands after an asking; what fails is asked less and less often."""
    if not heard.fault:
        return attrs.evolve(
            state, next_at=now + follow.every, heard_at=now, stale_since=None, failed=0, fault=""
        )
    pause = min(follow.every << min(state.failed, 10), max(follow.every, HOUR))
    return attrs.evolve(
        state,
        next_at=now + pause,
        stale_since=now if state.stale_since is None else state.stale_since,
        failed=state.failed + 1,
        fault=heard.fault,
    )


def _tell_log(house: House, before: FollowState, after: FollowState) -> None:
    """Say once that a calendar is no longer heard, and once that it is heard again."""
    what = f"{after.resource}/{after.name}"
    if after.stale_since is not None and before.stale_since is None:
        _log.warning("center %r: %s is not heard: %s", house.center, what, _said(after))
    elif after.stale_since is None and before.stale_since is not None:
        _log.warning("center %r: %s is heard again", house.center, what)


def _said(state: FollowState) -> str:
    return Following(resource=state.resource, name=state.name, fault=state.fault).why()


def _take_back(house: House, names: Iterable[_Name]) -> int:
    """Take back what is still to come of calendars that are followed no more."""
    total = 0
    for name in sorted(names):
        while done := _take_back_page(house, name):
            total += done
    return total


def _take_back_page(house: House, name: _Name) -> int:
    scopes = set(SCOPE)

    def work(tx: Transaction, now: int, loaded: Loaded) -> int:
        if name in active(loaded, now):
            return 0
        page = [Step(old=closure) for closure in tx.followed_of(*name, now)[:PAGE]]
        _see_locked(scopes, page)
        for step in page:
            take(house, tx, loaded, step, now)
        tx.commit()
        return len(page)

    return house.write(frozenset(scopes), work)


def _forget(house: House, name: _Name) -> None:
    def work(tx: Transaction, now: int, loaded: Loaded) -> None:
        if name not in active(loaded, now):
            tx.forget_follow_state(*name)
            tx.commit()

    house.write(SCOPE, work)


def following(house: House, *, ask: bool) -> tuple[Following, ...]:
    """Return how it stands with everything that is followed, by resource and name.

    Args:
        ask: ask each of them first.
    """
    house.current()
    if ask:
        follow_due(house, ask_all=True)
    loaded, now = house.current(), house.clock.now()
    with house.store.snapshot(house.center) as reader:
        states, laid = _by_name(reader.follow_states()), reader.followed(now)
    found = []
    for name, follow in sorted(active(loaded, now).items()):
        state = states.get(name)
        mine = [c for c in laid if (c.subject, c.origin) == name and c.reopened_at is None]
        found.append(
            Following(
                resource=follow.resource,
                name=follow.name,
                closures=len(mine),
                heard_at=state.heard_at if state else None,
                stale_since=state.stale_since if state else None,
                fault=state.fault if state else "",
                next_at=state.next_at if state else None,
                until=follow.until,
            )
        )
    return tuple(found)
