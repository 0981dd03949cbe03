"""The core's own plugin: the plain room, and the rules of time, policy, and rights."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from neighborbook.codes import Code
from neighborbook.desk.following.hearing import hear_all
from neighborbook.domain.booking import Booking, State, VoidReason
from neighborbook.domain.catalog import Center
from neighborbook.domain.following import Follow, Heard
from neighborbook.domain.party import ANYBODY
from neighborbook.domain.refusal import Refusal
from neighborbook.domain.seen import Ask, Candidate, Seen
from neighborbook.domain.spans import Span
from neighborbook.engine.admission import standing_of
from neighborbook.engine.reasons import no
from neighborbook.engine.rules import ANYWHERE, OF_A_PLACE, is_served
from neighborbook.hookspecs import hookimpl
from neighborbook.plugins import plugin_refusal
from neighborbook.rights import Right, may, refusal_for
from neighborbook.room_type import RoomType


class CoreRules:
    """What every center has; registered by the same hooks as any other plugin."""

    name = "core"
    api = 1

    @hookimpl
    def register_room_types(self) -> Iterable[RoomType]:
        """Bring the plain exclusive room."""
        return (RoomType(),)

    @hookimpl
    def provide_closures(
        self, center: Center, follows: tuple[Follow, ...], window: Span
    ) -> Mapping[str, Heard]:
        """Follow addresses of .ics files."""
        return hear_all(center, follows, window)

    @hookimpl
    def check_booking(
        self, ask: Ask, candidates: tuple[Candidate, ...], seen: Seen
    ) -> Iterator[tuple[Candidate, Refusal]]:
        """Apply the rules of time and policy to each candidate, and the rights to all."""
        always = (*rights(ask), *facts_unknown(ask))
        judged: dict[tuple[int, int], tuple[Refusal, ...]] = {}
        for candidate in candidates:
            time = (candidate.start, candidate.end)
            if (anywhere := judged.get(time)) is None:
                found = (refusal for rule in ANYWHERE for refusal in rule(candidate, seen))
                anywhere = judged[time] = (*always, *found)
            for refusal in anywhere:
                yield candidate, refusal
            for rule in () if is_served(candidate) else OF_A_PLACE:
                for refusal in rule(candidate, seen):
                    yield candidate, refusal


def rights(ask: Ask) -> Iterator[Refusal]:
    """Who asks may book for that organizer, and pass rules if an override is asked for."""
    request = ask.request
    standing = standing_of(ask)
    wanted = _right_for(ask.replaces)
    if request.organizer == ANYBODY:
        wanted = Right.SEE_SLOTS
    owner = ask.facts_of(request.organizer)
    if not may(wanted, standing):
        is_person = ask.keeps_people and not owner.organization_kind
        yield refusal_for(wanted, standing, request.organizer, is_person=is_person)
    elif owner.disabled:
        yield no(Code.SUSPENDED, "disabled")
    if request.override and not may(Right.OVERRIDE, standing):
        yield refusal_for(Right.OVERRIDE, standing, request.organizer)


def _right_for(replaces: Booking | None) -> Right:
    """Return what it takes to book anew, to change, or to bring back what is void."""
    if replaces is None:
        return Right.BOOK
    if replaces.void_reason is VoidReason.DECLINED:
        return Right.APPROVE
    return Right.RESTORE if replaces.state is State.VOID else Right.CHANGE


def facts_unknown(ask: Ask) -> Iterator[Refusal]:
    """Nothing is accepted while a plugin could not say what it knows of the parties."""
    for plugin in ask.failed:
        yield plugin_refusal(plugin)
