"""Every call of ``desk.people``, every parameter, every kind of junk: a typed error and no row."""

from __future__ import annotations

import inspect
import sqlite3
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing
from itertools import count
from pathlib import Path

import pytest

import neighborbook as nb
from tests.integration.bad_input import junk, opened

TYPED = (nb.InvalidRequest, nb.NotFound, nb.Refused)


def people_calls() -> dict[str, Callable[..., object]]:
    found = inspect.getmembers(nb.People, inspect.isfunction)
    return {name: call for name, call in found if name[0] != "_"}


class House:
    """A house in a file with a few people."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.desk = opened(folder)
        self.numbers = count(1)
        people = self.desk.people
        people.register("li", name="Li", born_on="2015-01-01")
        people.register("wang", name="Wang")
        people.register_organization("acme", name="Acme", managers=["wang"])

    def new(self) -> dict[str, object]:
        return {"id": f"p{next(self.numbers)}", "name": "New"}

    def passing(self) -> dict[str, object]:
        self.desk.people.register("passing", name="Passing")
        return {"id": "passing"}

    def tied(self) -> dict[str, object]:
        self.desk.people.link("wang", "guardian_of", "li")
        return {"id": "wang", "tie": "guardian_of", "other": "li"}

    def granted(self) -> dict[str, object]:
        self.desk.people.grant("wang", "staff")
        return {"id": "wang", "role": "staff"}


LI: Mapping[str, object] = {"id": "li"}
WORDS: Mapping[str, Callable[[House], Mapping[str, object]]] = {
    "register": House.new,
    "register_organization": House.new,
    "change": lambda house: {"id": "wang", "name": "Wang"},
    "state": lambda house: {**LI, "name": "residency", "value": "yes"},
    "disable": lambda house: LI,
    "enable": lambda house: LI,
    "link": lambda house: {"id": "wang", "tie": "guardian_of", "other": "li"},
    "unlink": House.tied,
    "grant": lambda house: {"id": "wang", "role": "staff"},
    "revoke": House.granted,
    "export": lambda house: LI,
    "erase": House.passing,
    "reapply_erasures": lambda house: {},
    "retain": lambda house: {},
    "roll_call": lambda house: {},
    "person": lambda house: LI,
    "organization": lambda house: {"id": "acme"},
    "find": lambda house: {"text": "Li"},
    "hand_over": lambda house: {"leaver": "li", "to": "wang", "organization": "acme"},
}


def test_every_call_is_tried() -> None:
    assert set(WORDS) == set(people_calls())


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    made = House(tmp_path_factory.mktemp("junk"))
    yield made
    made.desk.close_database()


@pytest.mark.parametrize("name", sorted(WORDS))
def test_junk_in_any_parameter_is_a_typed_error_that_writes_nothing(
    name: str, house: House
) -> None:
    call = getattr(house.desk.people, name)
    words = WORDS[name](house)
    with closing(sqlite3.connect(house.folder / "book.db")) as watch:

        def written() -> object:
            return watch.execute("PRAGMA data_version").fetchone()

        for parameter in list(inspect.signature(people_calls()[name]).parameters)[1:]:
            for value in junk():
                before = written()
                try:
                    call(**{**words, parameter: value})
                except TYPED as error:
                    said = str(error)
                    left = written() != before
                    if left or not said:
                        pytest.fail(f"{name}({parameter}=…) raised {said!r}, and wrote: {left}")


NEVER = [
    ("register", "born_on", value)
    for value in ("2015-02-30", "1899-12-31", "2027-01-01", 2015, "soon", True)
] + [
    ("register", "name", value) for value in ("", " ", None, 5, "a\nb", "x" * 201)
] + [
    ("register", "email", value) for value in ("x", 5, "a@b\n")
] + [
    ("link", "tie", value) for value in ("friend_of", None, 5)
] + [
    ("link", "other", value) for value in ("nobody", "wang", "acme", 5, "~x")
] + [
    ("link", "room_types", value) for value in ("room", 5, b"x")
] + [
    ("grant", "role", value) for value in ("king", "", None, "carer/x")
] + [
    ("find", "text", value) for value in ("", "101", "+-()", None, "x" * 101)
]  # fmt: skip


@pytest.mark.parametrize(("name", "parameter", "value"), NEVER, ids=repr)
def test_what_has_no_sense_is_named_as_a_fault_of_its_parameter(
    name: str, parameter: str, value: object, house: House
) -> None:
    words = {**WORDS[name](house), parameter: value}
    with pytest.raises(nb.InvalidRequest) as wrong:
        getattr(house.desk.people, name)(**words)
    assert {fault.path for fault in wrong.value.faults} == {parameter}


def test_what_is_personal_is_not_repeated_in_a_fault(house: House) -> None:
    with pytest.raises(nb.InvalidRequest) as wrong:
        house.desk.people.register("x", name="X", born_on="2044-05-06", email="not an address")
    assert "2044" not in str(wrong.value)
    assert "not an address" not in str(wrong.value)
