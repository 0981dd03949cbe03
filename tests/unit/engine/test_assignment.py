from __future__ import annotations

from neighborbook.domain.claim import Leg, Option, Take
from neighborbook.engine.assignment import assign, by_leaf, joined


def option(*leaves: str) -> Option:
    return Option(resource="+".join(leaves), takes=tuple(Take(leaf=leaf) for leaf in leaves))


def leg(role: str, *options: Option) -> Leg:
    return Leg(role=role, options=options)


def once(take: Take) -> bool:
    return take.amount <= 1


def test_the_preferred_option_is_chosen_if_it_fits() -> None:
    (chosen,) = assign([leg("place", option("A"), option("B"))], once).chosen
    assert chosen.option.resource == "A"


def test_what_is_taken_is_passed_over() -> None:
    found = assign([leg("place", option("A"), option("B"))], lambda take: take.leaf != "A")
    assert [choice.option.resource for choice in found.chosen] == ["B"]


def test_a_role_that_can_do_with_less_makes_way_for_one_that_cannot() -> None:
    legs = [leg("nurse", option("R1"), option("R2")), leg("doctor", option("R1"))]
    for order in (legs, legs[::-1]):
        chosen = {choice.role: choice.option.resource for choice in assign(order, once).chosen}
        assert chosen == {"doctor": "R1", "nurse": "R2"}


def test_a_role_of_which_every_option_fails_is_named() -> None:
    legs = [leg("doctor", option("D")), leg("room", option("R1"), option("R2"))]
    found = assign(legs, lambda take: take.leaf == "D")
    assert (found.met, found.failing) == (False, ("room",))


def test_roles_that_only_fail_together_are_not_named() -> None:
    found = assign([leg("one", option("A")), leg("two", option("A"))], once)
    assert (found.met, found.failing) == (False, ())


def test_a_hall_and_its_part_cannot_both_be_had() -> None:
    legs = [leg("feast", option("A", "B")), leg("class", option("B"), option("C"))]
    chosen = {c.role: c.option.resource for c in assign(legs, once).chosen}
    assert chosen == {"feast": "A+B", "class": "C"}


def test_takes_of_one_leaf_weigh_together_with_the_longer_buffers() -> None:
    one, two = Take(leaf="P", amount=2, before=10), Take(leaf="P", after=20)
    assert joined((one, two)) == Take(leaf="P", amount=3, before=10, after=20)


def test_what_is_laid_is_one_take_for_each_leaf() -> None:
    found = assign([leg("one", option("P")), leg("two", option("P"))], lambda take: True)
    assert by_leaf(found.chosen) == {"P": Take(leaf="P", amount=2)}


def test_nothing_asked_is_nothing_chosen() -> None:
    assert assign([], once).chosen == ()
