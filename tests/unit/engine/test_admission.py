from __future__ import annotations

from collections.abc import Iterable

import attrs

from neighborbook.codes import Code, Severity
from neighborbook.domain.claim import Claim, ClaimKind, Leg, Option, Take, person_leaf
from neighborbook.domain.decision import Decision, Verdict
from neighborbook.domain.demand import PartyBookings
from neighborbook.domain.offering import HOUR, Quota
from neighborbook.domain.refusal import Refusal
from neighborbook.domain.seen import Ask, Candidate, Seen
from neighborbook.engine.admission import Plan, admit, claims_of, prepare
from neighborbook.engine.reasons import no
from neighborbook.room_type import RoomType
from tests.unit.engine.asking import ask, at, hall

ROOM = RoomType()
TEN_TO_ELEVEN = Claim(
    owner="b", leaf="hall", start=at("2026-12-01 10:00"), end=at("2026-12-01 11:00")
)


class Quiet:
    """No rules besides the book."""

    def __call__(
        self, ask: Ask, candidates: tuple[Candidate, ...], seen: Seen
    ) -> Iterable[tuple[Candidate, Refusal]]:
        return ()


class Says(Quiet):
    """Says the same of every candidate."""

    def __init__(self, *refusals: Refusal) -> None:
        self.refusals = refusals

    def __call__(
        self, ask: Ask, candidates: tuple[Candidate, ...], seen: Seen
    ) -> Iterable[tuple[Candidate, Refusal]]:
        return [(each, refusal) for each in candidates for refusal in self.refusals]


def planned(asked: Ask) -> Plan:
    return prepare(asked, ROOM)


def judged(asked: Ask, *claims: Claim, checks: Quiet | None = None) -> tuple[Candidate, Decision]:
    laid: dict[str, tuple[Claim, ...]] = {}
    for claim in claims:
        laid[claim.leaf] = (*laid.get(claim.leaf, ()), claim)
    [answer] = admit(
        (planned(asked).candidate,),
        Seen(claims=laid),
        checks=checks or Quiet(),
        room_types={"room": ROOM},
    )
    return answer


def refusals(asked: Ask, *claims: Claim) -> list[tuple[str, str]]:
    return [(r.code, r.subject) for r in judged(asked, *claims)[1].refusals]


def test_a_plan_names_every_leaf_that_could_be_taken_and_every_limit() -> None:
    offering = attrs.evolve(hall("both", "pool"), quotas=(Quota(amount=HOUR),))
    plan = planned(ask(offering=offering))
    assert plan.leaves == ("den", "hall", "pool")
    places = {"leaf:den", "leaf:hall", "leaf:pool"}
    assert plan.scopes == {*places, "limit:hall/hours/acme", "party:acme"}


def test_a_plan_reads_as_far_as_buffers_and_changeover_reach() -> None:
    plan = planned(ask(offering=hall(before=600, after=1200)))
    assert plan.start == at("2026-12-01 10:00") - 600 - 900
    assert plan.end == at("2026-12-01 11:00") + 1200 + 900


def test_a_question_about_a_party_locks_that_party() -> None:
    class Asking(RoomType):
        def demand(self, ask: Ask):  # type: ignore[no-untyped-def]  # noqa: ANN202
            question = PartyBookings("acme", 0, 1)
            return attrs.evolve(super().demand(ask), questions=(question, question))

    plan = prepare(ask(), Asking())
    assert plan.scopes == {"leaf:hall", "party:acme"}
    assert plan.questions == (PartyBookings("acme", 0, 1),)


def test_a_free_place_is_accepted_and_chosen() -> None:
    candidate, decision = judged(ask(offering=hall("hall", "den")))
    assert decision.verdict is Verdict.ACCEPTED
    assert [choice.option.resource for choice in candidate.chosen] == ["hall"]


def test_a_place_that_is_taken_says_from_when_on_it_is_free() -> None:
    (refusal,) = judged(ask(), TEN_TO_ELEVEN)[1].refusals
    assert (refusal.code, refusal.rule, refusal.subject) == (
        Code.CONFLICT_RESOURCE,
        "place",
        "hall",
    )
    assert refusal.earliest_at == TEN_TO_ELEVEN.end
    assert refusal.severity is Severity.HARD


def test_a_closure_in_the_way_is_said_to_be_one() -> None:
    block = attrs.evolve(TEN_TO_ELEVEN, kind=ClaimKind.BLOCK)
    (refusal,) = judged(ask(), block)[1].refusals
    assert (refusal.code, refusal.rule) == (Code.CONFLICT_RESOURCE, "blocked")


def test_a_hold_in_the_way_says_until_when() -> None:
    until = ask().now + 60
    (refusal,) = judged(ask(), attrs.evolve(TEN_TO_ELEVEN, held=True, lapses_at=until))[1].refusals
    assert (refusal.code, refusal.latest_at) == (Code.HELD_BY_OTHER, until)


def test_a_full_pool_is_full_and_one_with_less_left_insufficient() -> None:
    class Two(RoomType):
        def demand(self, ask: Ask):  # type: ignore[no-untyped-def]  # noqa: ANN202
            pair = Option(resource="pool", takes=(Take(leaf="pool", amount=2),))
            return attrs.evolve(super().demand(ask), legs=(Leg(role="seats", options=(pair,)),))

    asked = ask(offering=hall("pool"))
    for taken, code, left in ((2, Code.INSUFFICIENT, 1), (3, Code.FULL, 0)):
        laid = attrs.evolve(TEN_TO_ELEVEN, leaf="pool", amount=taken)
        [(_, decision)] = admit(
            (prepare(asked, Two()).candidate,),
            Seen(claims={"pool": (laid,)}),
            checks=Quiet(),
            room_types={},
        )
        (refusal,) = decision.refusals
        assert (refusal.code, refusal.asked, refusal.left) == (code, 2, left)


def test_each_leaf_in_the_way_is_named_once() -> None:
    asked = ask(offering=hall("hall", "both"))
    den = attrs.evolve(TEN_TO_ELEVEN, leaf="den")
    assert refusals(asked, TEN_TO_ELEVEN, den) == [
        (Code.CONFLICT_RESOURCE, "den"),
        (Code.CONFLICT_RESOURCE, "hall"),
    ]


def test_a_hall_is_blocked_by_its_part_and_its_other_part_is_free() -> None:
    assert refusals(ask(offering=hall("both")), TEN_TO_ELEVEN) == [(Code.CONFLICT_RESOURCE, "hall")]
    assert refusals(ask(offering=hall("den")), TEN_TO_ELEVEN) == []


def test_a_joint_demand_names_the_role_and_not_what_is_taken() -> None:
    class Joint(RoomType):
        def demand(self, ask: Ask):  # type: ignore[no-untyped-def]  # noqa: ANN202
            return attrs.evolve(super().demand(ask), joint=True)

    [(_, decision)] = admit(
        (prepare(ask(), Joint()).candidate,),
        Seen(claims={"hall": (TEN_TO_ELEVEN,)}),
        checks=Quiet(),
        room_types={},
    )
    assert [(r.code, r.subject) for r in decision.refusals] == [(Code.NO_COMBINATION, "place")]


def test_a_change_is_judged_without_the_old_self() -> None:
    from tests.unit.engine.test_as_of import BOOKED

    own = attrs.evolve(ask(), replaces=attrs.evolve(BOOKED, id="b"))
    assert refusals(own, TEN_TO_ELEVEN) == []


def test_a_person_cannot_be_served_in_two_places_at_once() -> None:
    class Serving(RoomType):
        name = "serving"

    leaf = person_leaf("li-wei")
    there = attrs.evolve(TEN_TO_ELEVEN, leaf=leaf, kind=ClaimKind.PRESENCE, room_type="elsewhere")
    plan = planned(ask())
    demand = attrs.evolve(plan.candidate.demand, presences=("li-wei",))
    candidate = attrs.evolve(plan.candidate, demand=demand)
    for kinds, codes in (({}, (Code.CONFLICT_PERSON,)), ({"room": Overlapping()}, ())):
        [(_, decision)] = admit(
            (candidate,), Seen(claims={leaf: (there,)}), checks=Quiet(), room_types=kinds
        )
        assert decision.codes == codes


def test_which_of_several_persons_is_somewhere_else_is_not_told() -> None:
    busy = ("li-wei", "zhao")
    plan = planned(ask())
    demand = attrs.evolve(plan.candidate.demand, presences=(*busy, "chen"))
    candidate = attrs.evolve(plan.candidate, demand=demand)
    there = attrs.evolve(TEN_TO_ELEVEN, kind=ClaimKind.PRESENCE, room_type="elsewhere")
    claims = {leaf: (attrs.evolve(there, leaf=leaf),) for leaf in map(person_leaf, busy)}
    [(_, decision)] = admit((candidate,), Seen(claims=claims), checks=Quiet(), room_types={})
    assert [(r.code, r.subject) for r in decision.refusals] == [(Code.CONFLICT_PERSON, "")]


class Overlapping(RoomType):
    """It minds no other booking of the same person."""

    may_overlap = frozenset({"elsewhere"})


def test_a_soft_refusal_is_passed_with_a_reason_and_a_hard_one_is_not() -> None:
    soft, hard = no(Code.CLOSED, "closed"), no(Code.STATE, "state")
    asked = ask(override="the gala")
    passed = judged(asked, checks=Says(soft))[1]
    assert (passed.verdict, passed.overridden) == (Verdict.ACCEPTED, (soft,))
    refused = judged(asked, checks=Says(soft, hard))[1]
    assert (refused.verdict, refused.refusals) == (Verdict.REFUSED, (hard,))
    plain = judged(ask(), checks=Says(soft, hard))[1]
    assert set(plain.refusals) == {soft, hard}


def test_approvals_make_a_request_and_warnings_do_not_hinder() -> None:
    wanted = no(Code.NEEDS_APPROVAL, "approval")
    warned = no("X_SMALL", "small", severity=Severity.WARNING)
    decision = judged(ask(), checks=Says(warned, wanted))[1]
    assert decision.verdict is Verdict.NEEDS_APPROVAL
    assert (decision.approvals, decision.warnings) == ((wanted,), (warned,))
    assert judged(ask(), checks=Says(warned))[1].verdict is Verdict.ACCEPTED


def test_refusals_stand_in_one_order_and_each_once() -> None:
    a, b = no(Code.CLOSED, "closed"), no(Code.AGE, "age")
    assert judged(ask(), checks=Says(a, b, a))[1] == judged(ask(), checks=Says(b, a, b))[1]


def test_an_open_place_is_preferred_to_one_that_is_free_and_closed() -> None:
    from tests.unit.engine.asking import EIGHT_TO_EIGHT

    asked = ask("2026-12-01 21:00", "2026-12-01 22:00", day=EIGHT_TO_EIGHT)
    candidate, _ = judged(asked)
    assert [choice.option.resource for choice in candidate.chosen] == ["hall"]


def test_claims_carry_the_capacity_of_the_moment_and_when_they_lapse() -> None:
    candidate, _ = judged(ask(offering=hall("pool", before=60)))
    (claim,) = claims_of(candidate, "b", order=7, lapses_at=9, held=True)
    assert (claim.leaf, claim.capacity, claim.before) == ("pool", 3, 60)
    assert (claim.owner, claim.order, claim.lapses_at, claim.held) == ("b", 7, 9, True)
