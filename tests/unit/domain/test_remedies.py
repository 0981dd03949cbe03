"""What a refusal says would help: of each reason its own, and nothing that is untrue."""

from __future__ import annotations

import attrs
import pytest

from neighborbook.codes import Code, Severity, severity_of
from neighborbook.domain import wording_texts as texts
from neighborbook.domain.decision import Decision, Verdict
from neighborbook.domain.refusal import Refusal
from neighborbook.domain.text import Text
from neighborbook.domain.wording import OwnWords, say, sentence
from neighborbook.domain.wording_words import WORDS
from neighborbook.rights import Right

ANOTHER_TIME = "another time"
TIME_HELPS = frozenset(
    {
        *("place", "blocked", "held", "pool", "combination", "person", "way_in"),
        *(Code.FULL, Code.INSUFFICIENT, Code.HELD_BY_OTHER, Code.CONFLICT_RESOURCE),
        *(Code.CONFLICT_PERSON, Code.NO_COMBINATION),
        # What the policy says of a time, where a room type makes it hard.
        *(Code.PAST, Code.OFF_GRID, Code.LENGTH, Code.CLOSED, Code.TOO_SOON, Code.TOO_FAR),
        Code.NEEDS_APPROVAL,  # never hard
        *("past", "grid", "length", "notice", "horizon", "closed", "staffed", "offering_closed"),
        "approval",
    }
)
"""Rules and codes against which another time may help."""


def hard(code: str, rule: str, **facts: object) -> Refusal:
    return Refusal(code=code, rule=rule, severity=Severity.HARD, **facts)  # type: ignore[arg-type]


def remedy(*refusals: Refusal, own: OwnWords | None = None, language: str = "en") -> str:
    """Return what is said after the reasons."""
    own = own or OwnWords()
    decision = Decision(verdict=Verdict.REFUSED, refusals=refusals, own=own)
    said = say(decision, language, own)
    for refusal in refusals:
        said = said.replace(sentence(refusal, "UTC", language, own), "", 1)
    return said.strip()


@pytest.mark.parametrize("code", sorted(set(Code) - TIME_HELPS))
def test_another_time_is_not_advised_where_it_changes_nothing(code: Code) -> None:
    said = remedy(hard(code, "unknown"))
    assert said
    assert ANOTHER_TIME not in said.lower().replace("another time changes nothing", "")


CODE_OF = {
    "retired": Code.CLOSED,
    "layout": Code.FEATURE_MISSING,
    "open_holds": Code.QUOTA,
    "registered": Code.DUPLICATE,
    "erased": Code.DUPLICATE,
}


@pytest.mark.parametrize("rule", sorted(texts.RULES.keys() & texts.REMEDIES.keys() - TIME_HELPS))
def test_a_rule_with_a_remedy_of_its_own_gives_that_and_not_its_codes(rule: str) -> None:
    code = CODE_OF.get(rule, Code.STATE)
    for language in ("en", "zh"):
        said = remedy(hard(code, rule), language=language)
        assert said.endswith(texts.REMEDIES[rule].in_(language))
    assert ANOTHER_TIME not in remedy(hard(code, rule)).lower()


def test_what_stands_in_the_way_of_a_state_is_not_read_again() -> None:
    for rule in ("state", "not_begun", "to_come", "not_void", "needs_move", "label"):
        assert "again to see" not in remedy(hard(Code.STATE, rule))


def test_of_each_reason_that_is_hard_the_remedy_is_said_once() -> None:
    taken = hard(Code.CONFLICT_RESOURCE, "place", subject="A")
    other = hard(Code.CONFLICT_RESOURCE, "place", subject="B")
    guardian = hard(Code.GUARDIAN_REQUIRED, "unknown")
    assert remedy(guardian, taken, other) == (
        "Let a guardian book it. Choose another time or another place."
    )


OWN = OwnWords(
    texts={
        "registered": Text.of("Register first."),
        "once": Text.of("Once only."),
        "led": Text.of("{subject} leads it."),
    },
    remedies={"once": Text.of("Come next year.")},
    words={"guide": Text.of("a guide")},
)


def test_the_words_of_a_room_type_are_not_contradicted() -> None:
    # Its rule has the name of one of the core, which helps otherwise.
    assert remedy(hard("X_NOT_REGISTERED", "registered"), own=OWN) == ""
    assert remedy(hard(Code.DUPLICATE, "once"), own=OWN) == "Come next year."
    assert remedy(hard(Code.DUPLICATE, "registered"), own=OWN) == (
        "Use or change the booking that you have."
    )


def test_a_code_of_a_plugin_without_words_sends_to_the_desk() -> None:
    assert remedy(hard("X_SOMETHING", "something")) == "Ask at the front desk what would help."


def test_roles_and_labels_are_said_in_the_words_of_their_room_type() -> None:
    lacking = hard(Code.NO_COMBINATION, "combination", subject="guide")
    assert sentence(lacking, "UTC", "en", OWN).endswith("no a guide is free.")
    assert sentence(hard("X_LED", "led", subject="guide"), "UTC", "en", OWN) == "a guide leads it."
    # Of a rule of the core that speaks of things the word is an id.
    taken = hard(Code.CONFLICT_RESOURCE, "place", subject="guide")
    assert sentence(taken, "UTC", "en", OWN) == "guide is taken."


@pytest.mark.parametrize("right", Right)
def test_every_right_has_words(right: Right) -> None:
    for language in ("en", "zh"):
        no = hard(Code.NOT_ALLOWED, "right", subject=right.value)
        said = sentence(no, "UTC", language)
        assert "_" not in said
        assert WORDS[right.value].in_(language) in said


@pytest.mark.parametrize("code", Code)
def test_the_front_desk_is_named_where_it_can_pass_it(code: Code) -> None:
    if severity_of(code) is not Severity.SOFT:
        return
    soft = Refusal(code=code, rule="unknown", severity=Severity.SOFT)
    assert remedy(soft).endswith("The front desk can allow it.")


def test_whoever_may_pass_what_is_soft_is_told_how() -> None:
    soft = Refusal(code=Code.TOO_SOON, rule="unknown", severity=Severity.SOFT)
    no = Decision(verdict=Verdict.REFUSED, refusals=(soft,), may_override=True)
    assert no.text().endswith(
        "You can allow it with a reason: book or change it with `--override REASON` "
        "(`override=` in a program)."
    )
    assert "`--override 理由`" in no.text("zh")
    for language in ("en", "zh"):
        assert texts.FRONT_DESK.in_(language) not in no.text(language)
    assert no == attrs.evolve(no, may_override=False)  # words alone: no fact of the answer


def test_what_another_remedy_says_along_is_not_said_twice() -> None:
    person = hard(Code.CONFLICT_PERSON, "person")
    lacking = hard(Code.NO_COMBINATION, "combination", subject="place")
    for refusals in ((person, lacking), (lacking, person)):
        assert remedy(*refusals) == "Choose another time, or leave open where and with whom."
        assert remedy(*refusals, language="zh") == "请另选时间，或不指定场地和人员。"


def test_of_roles_that_lack_together_each_is_said_in_words() -> None:
    own = OwnWords(words={"guide": Text.of({"en": "guide", "zh": "向导"})})
    lacking = hard(Code.NO_COMBINATION, "combination", subject="guide + place")
    assert sentence(lacking, "UTC", "zh", own) == "没有可行的组合：向导 + 场地无空闲。"
    # Of a rule that speaks of one thing, it is a name.
    taken = hard(Code.CONFLICT_RESOURCE, "place", subject="guide + place")
    assert "guide + place" in sentence(taken, "UTC", "zh", own)
