"""The core's rules about time and policy: one rule, one function, one name.

Each takes a candidate and what was seen, and yields the reasons that it finds. Which places are
free is not decided here but in ``admission``; ``candidate.chosen`` says what it found.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta

from neighborbook.codes import Code, Severity
from neighborbook.domain.civil import resolve_wall, to_local
from neighborbook.domain.claim import Option
from neighborbook.domain.closure import Closure
from neighborbook.domain.offering import DAY
from neighborbook.domain.refusal import Refusal
from neighborbook.domain.seen import Ask, Candidate, Seen
from neighborbook.domain.times import Span, day_of, day_span, zone
from neighborbook.engine.availability import next_opening
from neighborbook.engine.grid import next_on_grid, on_grid, previous_on_grid
from neighborbook.engine.horizon import last_open_day, opens_at
from neighborbook.engine.opening import buffers, layers, opening, serves
from neighborbook.engine.reasons import no

Rule = Callable[[Candidate, Seen], Iterator[Refusal]]


def past(candidate: Candidate, seen: Seen) -> Iterator[Refusal]:
    """A booking does not start before now; one that has begun is not cut to before now.

    What takes no place keeps nobody out of one, so it may have begun a while ago, but is not over.
    """
    ask = candidate.ask
    if _was_judged(candidate) or not candidate.demand.legs:
        if candidate.end < ask.now:
            yield no(Code.PAST, "past")
    elif candidate.start < ask.now:
        yield no(Code.PAST, "past", earliest_at=_earliest_start(ask))


def _was_judged(candidate: Candidate) -> bool:
    """Whether its start was judged when the booking that it changes was made.

    Of what took no place (a call for help) it was not, if a place is asked for now.
    """
    old = candidate.ask.replaces
    took = old is not None and bool(old.chosen)
    return candidate.ask.keeps_start and (took or not candidate.demand.legs)


def grid(candidate: Candidate, seen: Seen) -> Iterator[Refusal]:
    """Starts and ends lie on the wall-time grid of the offering."""
    ask = candidate.ask
    where, step = zone(ask.catalog.center.zone), ask.offering.policy.granularity
    for instant in (candidate.start, candidate.end):
        if not on_grid(instant, step, where):
            yield no(
                Code.OFF_GRID,
                "grid",
                earliest_at=previous_on_grid(instant, step, where),
                latest_at=next_on_grid(instant, step, where),
                least=step * 60,
                unit="seconds",
            )
            return


def length(candidate: Candidate, seen: Seen) -> Iterator[Refusal]:
    """A booking is neither shorter nor longer than the offering allows (elapsed time).

    A longest of whole days is meant as days: one on which the clock goes back has 25 hours.
    """
    policy, asked = candidate.ask.offering.policy, candidate.end - candidate.start
    if asked < policy.shortest or _is_too_long(candidate, policy.longest):
        yield no(
            Code.LENGTH,
            "length",
            asked=asked,
            least=policy.shortest,
            most=policy.longest,
            unit="seconds",
        )


def _is_too_long(candidate: Candidate, longest: int | None) -> bool:
    if longest is None or candidate.end - candidate.start <= longest:
        return False
    days, rest = divmod(longest, DAY)
    if rest:
        return True
    where = zone(candidate.ask.catalog.center.zone)
    begun = to_local(candidate.start, where)
    return candidate.end > resolve_wall(begun.date() + timedelta(days), begun.time(), where)


def notice(candidate: Candidate, seen: Seen) -> Iterator[Refusal]:
    """A booking is made some time before it starts; exactly that is enough."""
    ask = candidate.ask
    if _was_judged(candidate):
        return
    needed = ask.offering.policy.notice
    if ask.now <= candidate.start < ask.now + needed:
        yield no(
            Code.TOO_SOON,
            "notice",
            least=needed,
            asked=candidate.start - ask.now,
            unit="seconds",
            earliest_at=_earliest_start(ask),
        )


def horizon(candidate: Candidate, seen: Seen) -> Iterator[Refusal]:
    """A booking is made at most some days ahead; a new day opens at its civil hour."""
    ask = candidate.ask
    if _was_judged(candidate):
        return
    opens = opens_at(ask, day_of(candidate.start, zone(ask.catalog.center.zone)))
    if opens is not None and ask.now < opens:
        yield no(
            Code.TOO_FAR,
            "horizon",
            earliest_at=opens,
            latest_at=day_span(last_open_day(ask), zone(ask.catalog.center.zone)).end,
            most=ask.offering.policy.horizon,
        )


def closed(candidate: Candidate, seen: Seen) -> Iterator[Refusal]:
    """The visible period lies in opening hours; over a break only where policy allows it."""
    yield from _nowhere(candidate, _closed_at)


def staff_hours(candidate: Candidate, seen: Seen) -> Iterator[Refusal]:
    """Setup and teardown lie in staffed hours, which may be longer than opening hours."""
    yield from _nowhere(candidate, _unstaffed_at)


def offering_closed(candidate: Candidate, seen: Seen) -> Iterator[Refusal]:
    """A dated closure of the offering alone makes it CLOSED for that time.

    What takes nothing (a call for help) needs nothing to be open.
    """
    if not candidate.demand.legs:
        return
    for closure in closures_over(candidate, seen):
        yield no(
            Code.CLOSED,
            "offering_closed",
            subject=candidate.ask.offering.id,
            earliest_at=closure.end_at,
        )
        return


def closures_over(candidate: Candidate, seen: Seen) -> Iterator[Closure]:
    """Yield the closures of the offering itself in the time of a candidate."""
    for closure in seen.closures:
        if (
            closure.subject == candidate.ask.offering.id
            and closure.start_at < candidate.end
            and candidate.start < closure.end_at
        ):
            yield closure


def passed_closure(closure: Closure) -> str:
    """Return how a booking that takes place in spite of a closure of its offering notes that."""
    return f"{offering_closed.__name__}:{closure.id}"


def approval(candidate: Candidate, seen: Seen) -> Iterator[Refusal]:
    """An offering may ask that every booking is approved; a hold notes it for its confirmation."""
    if candidate.ask.offering.policy.approval:
        yield no(
            Code.NEEDS_APPROVAL,
            "approval",
            severity=Severity.APPROVAL,
            subject=candidate.ask.offering.id,
        )


def retired(candidate: Candidate, seen: Seen) -> Iterator[Refusal]:
    """What the center file no longer has cannot be asked for."""
    if candidate.ask.offering.retired:
        yield no(Code.CLOSED, "retired", severity=Severity.HARD, subject=candidate.ask.offering.id)


ANYWHERE: tuple[Rule, ...] = (
    past,
    grid,
    length,
    notice,
    horizon,
    offering_closed,
    approval,
    retired,
)
"""They look at no place: of candidates of one request, those of one time get the same answer."""

OF_A_PLACE: tuple[Rule, ...] = (closed, staff_hours)
"""They have nothing to say where the place that was chosen ``is_served``."""

TIME_RULES: tuple[Rule, ...] = (*ANYWHERE, *OF_A_PLACE)


def is_served(candidate: Candidate) -> bool:
    """Whether everything was chosen, and is open and staffed at that time."""
    ask, chosen = candidate.ask, candidate.chosen
    return bool(chosen) and all(
        serves(ask.catalog, ask.offering, choice.option, candidate.start, candidate.end)
        for choice in chosen
    )


def _nowhere(
    candidate: Candidate, judge: Callable[[Candidate, Option], Refusal | None]
) -> Iterator[Refusal]:
    """Yield what is wrong with something that was chosen; or with every place it could be in.

    A doctor who is not there cannot be chosen, even if the first leg of the demand is open.
    """
    legs: list[tuple[Option, ...]] = [(choice.option,) for choice in candidate.chosen]
    if not legs:
        legs = [_wanted(candidate)]
    for options in legs:
        found = [refusal for option in options if (refusal := judge(candidate, option))]
        if options and len(found) == len(options):
            yield found[0]
            return


def _wanted(candidate: Candidate) -> tuple[Option, ...]:
    """Every place that could have been chosen (the first leg is the place).

    Where none was suitable, those that were asked for: each reason is told at once.
    """
    demand, request = candidate.demand, candidate.ask.request
    if demand.legs:
        return demand.legs[0].options
    if all(refusal.severity is Severity.WARNING for refusal in demand.refusals):
        return ()  # it takes nothing and wants nothing, as a call for help
    places = (place.resource for place in candidate.ask.offering.places)
    return tuple(
        Option(resource=place, takes=()) for place in places if request.resource in (None, place)
    )


def _closed_at(candidate: Candidate, option: Option) -> Refusal | None:
    ask, start, end = candidate.ask, candidate.start, candidate.end
    hours = opening(ask.catalog, ask.offering, option.resource, Span(start, end))
    if hours.admits(start, end):
        return None
    today = [s for s in hours.whole if s.start < end and start < s.end]
    return no(
        Code.CLOSED,
        "closed",
        subject=option.resource,
        earliest_at=today[0].start if today else _next_opening(ask, option.resource, start),
        latest_at=today[-1].end if today else None,
    )


def _unstaffed_at(candidate: Candidate, option: Option) -> Refusal | None:
    ask, start, end = candidate.ask, candidate.start, candidate.end
    hours = opening(ask.catalog, ask.offering, option.resource, Span(start, end))
    before, after = buffers(option)
    if hours.staffs(before, after, start, end) or not hours.admits(start, end):
        return None
    wide = Span(start - before, end + after)
    near = [s for s in hours.staffed if s.start < wide.end and wide.start < s.end]
    return no(
        Code.CLOSED,
        "staffed",
        subject=option.resource,
        earliest_at=near[0].start + before if near else None,
        latest_at=near[-1].end - after if near else None,
    )


def _next_opening(ask: Ask, resource: str, after: int) -> int | None:
    return next_opening(
        layers(ask.catalog, ask.offering, resource),
        ask.catalog.working_days,
        zone(ask.catalog.center.zone),
        after,
    )


def _earliest_start(ask: Ask) -> int:
    where = zone(ask.catalog.center.zone)
    return next_on_grid(
        ask.now + ask.offering.policy.notice, ask.offering.policy.granularity, where
    )
