"""Who makes somebody a carer, to whom what is served is open: an administrator, and of another."""

from __future__ import annotations

import logging
from collections.abc import Iterator

import pytest

import neighborbook as nb
from neighborbook.desk.importing.people_values import GrantSaid, LinkSaid, PartyRow
from neighborbook.desk.importing.values import Outcome
from neighborbook.desk.people.words import Said, TermSaid
from tests.unit.desk.conftest import WallClock
from tests.unit.desk.people import inhabited


@pytest.fixture
def desk(clock: WallClock) -> Iterator[nb.Desk]:
    with inhabited(clock) as found:
        for id in ("adm", "adm-2"):
            found.people.register(id, name=id)
            found.people.grant(id, "administrator")
        yield found


def rules(no: pytest.ExceptionInfo[nb.Refused]) -> list[tuple[str, str]]:
    return [(each.code, each.rule) for each in no.value.refusals]


def test_the_desk_makes_nobody_one_who_serves_not_even_a_second_entry(desk: nb.Desk) -> None:
    people = desk.acting_as("clerk").people
    people.register("alter", name="Alter")
    for call in (people.link, people.unlink):
        with pytest.raises(nb.Refused) as no:
            call("alter", "provider_of", "dr-wang")
        assert rules(no) == [("NOT_ALLOWED", "right")]
    assert desk.people.person("alter").links == ()


def test_an_administrator_makes_others_carers_and_not_herself(desk: nb.Desk) -> None:
    people = desk.acting_as("adm").people
    with pytest.raises(nb.Refused) as no:
        people.link("adm", "provider_of", "dr-wang")
    assert rules(no) == [("NOT_ALLOWED", "own_care")]
    with pytest.raises(nb.Refused) as no:
        people.grant("adm", "carer", room_types=["room"])
    assert rules(no) == [("NOT_ALLOWED", "own_care")]
    assert "herself" in no.value.decision.text()
    other = desk.acting_as("adm-2").people
    assert other.link("adm", "provider_of", "dr-wang").links
    assert [each.role for each in other.grant("adm", "carer", room_types=["room"]).grants] == [
        "administrator",
        "carer",
    ]
    assert people.unlink("adm", "provider_of", "dr-wang").links == ()


def test_an_import_makes_others_carers_and_not_its_importer(clock: WallClock) -> None:
    class Staff:
        name = "staff"
        api = 1

        @nb.hookimpl
        def provide_facts(self, parties: tuple[str, ...]) -> dict[str, nb.Facts]:
            known = nb.Facts(party="boss", roles=frozenset({"administrator"}))
            return {"boss": known} if "boss" in parties else {}

    clock.set("2026-11-23T04:00")
    with nb.open(clock=clock, plugins=[Staff()]) as desk:
        desk.load(
            'center = { id = "center", zone = "Asia/Shanghai" }\n'
            "resource.hall = {}\n"
            'offering.hall = { places = ["hall"] }\n'
        )
        boss, told = desk.acting_as("boss"), list[Outcome]()
        done = boss.bring_people_in([row_of("boss")], told=told.append)
        assert (done.bad, done.registered) == (1, 0)
        assert [fault.path for fault in told[0].faults] == ["links.0", "grants.0"]
        assert "另一位管理员" in str(nb.InvalidRequest(told[0].faults).text("zh"))
        assert boss.bring_people_in([row_of("dr-wang")]).registered == 1


def row_of(id: str) -> PartyRow:
    return PartyRow(
        line=1,
        id=id,
        said=Said(name=id),
        links=(LinkSaid(tie="provider_of", other="hall"),),
        grants=(GrantSaid(role="carer", term=TermSaid(room_types=["room"])),),
    )


def test_the_log_says_that_a_carer_was_appointed_and_not_who(
    desk: nb.Desk, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "neighborbook")
    desk.people.link("worker", "member_of_household", "elder")
    assert caplog.messages == []
    desk.people.link("worker", "provider_of", "dr-wang")
    desk.people.grant("worker", "carer", room_types=["room"])
    assert caplog.messages == ["center 'center': somebody was made one who serves"] * 2
