"""Who stands how to whom, at whatever instant: as an independent reckoning has it."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from neighborbook.domain.party import Actor, ActorKind, Facts, Grant, Link, Tie
from neighborbook.domain.person import Known, Person, facts_of
from neighborbook.rights import TABLE, Standing, may, standings

ME = Actor(kind=ActorKind.PERSON, party="me")
PARTIES = ("na", "li", "acme", "me")
TYPES = ("clinic", "room")
GRIDS = ("", "3", "4")
LIVES = {"3": frozenset({"na"}), "4": frozenset({"li"})}
instants = st.none() | st.integers(0, 20)
terms = {
    "room_types": st.frozensets(st.sampled_from(TYPES)),
    "grid": st.sampled_from(GRIDS),
    "since_at": instants,
    "until_at": instants,
}
links = st.lists(
    st.builds(Link, tie=st.sampled_from(Tie), other=st.sampled_from(("", *PARTIES)), **terms),
    max_size=5,
)
roles = ("staff", "approver", "administrator", "carer")
grants = st.lists(st.builds(Grant, role=st.sampled_from(roles), **terms), max_size=4)


def reckoned(
    links: list[Link], grants: list[Grant], now: int, organizer: str, room_type: str | None
) -> set[Standing]:
    """Reckon it again, by the words of the guide, tie by tie."""
    found: set[Standing] = set()

    def at_that_time(each: Link | Grant) -> bool:
        begins = 0 if each.since_at is None else each.since_at
        ends = 1000 if each.until_at is None else each.until_at
        return begins <= now < ends and (not each.room_types or room_type in each.room_types)

    for link in filter(at_that_time, links):
        there = not link.grid or organizer in LIVES[link.grid]
        match link.tie:
            case Tie.GUARDIAN_OF if link.other == organizer and there:
                found.add(Standing.GUARDIAN)
            case Tie.PROXY_FOR if there and link.other in {organizer, "" if link.grid else "?"}:
                found.add(Standing.PROXY)
            case Tie.EMPLOYEE_OF if link.other == organizer and there:
                found.add(Standing.MEMBER)
            case Tie.MANAGER_OF if link.other == organizer and there:
                found |= {Standing.MEMBER, Standing.MANAGER}
            case _:
                pass
    if organizer == "me":
        found.add(Standing.ORGANIZER)
    for grant in filter(at_that_time, grants):
        if grant.grid and organizer not in LIVES[grant.grid]:
            continue
        if grant.role != "carer":
            found.add(Standing(grant.role))
        elif grant.room_types:
            found.add(Standing.CARER)
    ties = found - {Standing.STAFF, Standing.APPROVER, Standing.ADMINISTRATOR}
    granted_carer = {Standing.CARER} if ties == {Standing.CARER} else set()
    return found if ties - granted_carer else found | {Standing.STRANGER}


@given(
    links=links,
    grants=grants,
    now=st.integers(0, 21),
    organizer=st.sampled_from(PARTIES),
    room_type=st.none() | st.sampled_from(TYPES),
)
def test_standings_are_as_an_independent_reckoning_has_them(
    links: list[Link], grants: list[Grant], now: int, organizer: str, room_type: str | None
) -> None:
    links = [each for each in links if not (each.tie in FIRMS and each.grid)]
    me = Facts(party="me", links=tuple(links), grants=tuple(grants), residents=LIVES).as_of(now)
    found = standings(ME, me, organizer=organizer, room_type=room_type)
    assert found == reckoned(links, grants, now, organizer, room_type)


FIRMS = (Tie.EMPLOYEE_OF, Tie.MANAGER_OF)


@given(links=links, grants=grants, organizer=st.sampled_from(PARTIES))
def test_who_is_disabled_may_what_the_public_may_and_no_more(
    links: list[Link], grants: list[Grant], organizer: str
) -> None:
    me = Facts(party="me", links=tuple(links), grants=tuple(grants), disabled=True)
    found = standings(ME, me.as_of(0), organizer=organizer)
    public = frozenset({Standing.PUBLIC})
    assert {right for right in TABLE if may(right, found)} == {
        right for right in TABLE if may(right, public)
    }


@given(
    born=st.dates(date(1990, 1, 1), date(2026, 12, 31)),
    day=st.dates(date(1990, 1, 1), date(2060, 12, 31)),
)
def test_a_guardian_is_one_for_as_long_as_the_ward_is_younger_than_eighteen(
    born: date, day: date
) -> None:
    guardian = Person(id="me", links=(Link(tie=Tie.GUARDIAN_OF, other="na"),))
    facts = facts_of(guardian, Known(born={"na": born}), 0, date.toordinal)
    is_one = bool(facts.as_of(day.toordinal()).links)
    age = Facts(party="na", born_on=born).age_on(day)
    assert age is not None
    assert is_one == (age < 18)
