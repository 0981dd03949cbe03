"""Plugins that hear outside calendars: what one does not say is never taken for gone."""

from __future__ import annotations

from collections.abc import Mapping

import attrs
import pytest

import neighborbook as nb
from neighborbook.domain.following import MOST_CLOSURES
from neighborbook.domain.spans import Span
from neighborbook.hookspecs import hookimpl
from neighborbook.plugins import PluginSet

CENTER = nb.Center(id="anping", name=nb.Text.of("Anping"), zone="Asia/Shanghai")
OLD = nb.Follow(resource="hall", name="old", kind="wall", address="cellar")
NEW = nb.Follow(resource="hall", name="new", kind="wall", address="attic")
CHOIR = nb.OutsideClosure(key="choir", start_at=10, end_at=20)
YOGA = nb.OutsideClosure(key="yoga", start_at=30, end_at=40)


class Hears:
    api = 1

    def __init__(self, name: str, answer: object) -> None:
        self.name = name
        self.answer = answer

    @hookimpl
    def provide_closures(self, follows: tuple[nb.Follow, ...]) -> object:
        if isinstance(self.answer, Exception):
            raise self.answer
        return self.answer


def heard(*plugins: object) -> Mapping[str, nb.Heard]:
    built = PluginSet.build((), extra=plugins)
    return built.provide_closures(CENTER, (OLD, NEW), Span(0, 100))


def test_what_several_hear_of_one_calendar_is_united() -> None:
    one = Hears("one", {"hall/old": nb.Heard(closures=(CHOIR,))})
    two = Hears("two", {"hall/old": nb.Heard(closures=(YOGA,)), "hall/new": nb.Heard()})
    assert heard(one, two) == {
        "hall/old": nb.Heard(closures=(CHOIR, YOGA)),
        "hall/new": nb.Heard(),
    }


def test_a_calendar_that_nobody_answers_for_is_not_heard() -> None:
    found = heard(Hears("one", {"hall/old": nb.Heard(), "hall/third": nb.Heard()}))
    assert found == {"hall/old": nb.Heard(), "hall/new": nb.Heard(fault="no_plugin")}


def test_one_that_raises_spoils_none_of_what_others_hear_and_nothing_is_whole() -> None:
    one = Hears("one", {"hall/old": nb.Heard(closures=(CHOIR,))})
    two = Hears("two", RuntimeError("https://secret.example.org"))
    assert heard(one, two) == {
        "hall/old": nb.Heard(closures=(CHOIR,), fault="plugin:two"),
        "hall/new": nb.Heard(fault="plugin:two"),
    }


@pytest.mark.parametrize(
    "answer",
    [
        None,
        [nb.Heard()],
        {"hall/old": (CHOIR,)},
        {"hall/old": nb.Heard(closures=("choir",))},  # type: ignore[arg-type]
        {"hall/old": nb.Heard(closures=(nb.OutsideClosure(key="", start_at=1, end_at=2),))},
        {"hall/old": nb.Heard(closures=(nb.OutsideClosure(key="e", start_at=2, end_at=2),))},
        {"hall/old": nb.Heard(closures=(nb.OutsideClosure(key="e", start_at=1, end_at=1 << 63),))},
        {"hall/old": nb.Heard(closures=(attrs.evolve(CHOIR, start_at=0.5),))},  # type: ignore[arg-type]
        {"hall/old": nb.Heard(closures=(attrs.evolve(CHOIR, key=17),))},  # type: ignore[arg-type]
    ],
    ids=str,
)
def test_an_answer_of_the_wrong_kind_counts_as_a_failure(answer: object) -> None:
    assert heard(Hears("one", answer))["hall/old"] == nb.Heard(fault="plugin:one")


def test_of_what_a_plugin_says_is_at_fault_only_what_can_be_printed_is_kept() -> None:
    found = heard(Hears("one", {"hall/old": nb.Heard(fault="wet\x00\ud800\x1b[2J 墙湿了")}))
    assert found["hall/old"].fault == "wet???[2J 墙湿了"


def test_who_tells_too_much_is_not_believed() -> None:
    many = tuple(
        nb.OutsideClosure(key=str(n), start_at=n, end_at=n + 1) for n in range(MOST_CLOSURES + 1)
    )
    found = heard(Hears("one", {"hall/old": nb.Heard(closures=many)}))
    assert found["hall/old"] == nb.Heard(fault="too_many")


def test_a_fault_is_said_in_two_languages_and_foreign_words_as_they_are() -> None:
    for word in nb.NotHeard:
        said = nb.Following(resource="hall", name="old", fault=f"{word}:1")
        assert said.why() != said.fault
        assert said.why("zh") not in (said.why(), said.fault)
    assert nb.Following(resource="hall", name="old", fault="the wall is wet").why() == (
        "the wall is wet"
    )
