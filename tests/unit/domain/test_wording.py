from __future__ import annotations

import ast
import re
from pathlib import Path

import attrs
import pytest
from hypothesis import given
from hypothesis import strategies as st

import neighborbook.errors
from neighborbook.codes import Code, Severity, severity_of
from neighborbook.domain import wording_texts as texts
from neighborbook.domain.decision import Decision, Verdict
from neighborbook.domain.refusal import Refusal
from neighborbook.domain.slot import Request, Slot
from neighborbook.domain.text import Text
from neighborbook.domain.wording import (
    PLACEHOLDERS,
    OwnWords,
    clock_in_words,
    length_in_words,
    say,
    sentence,
)
from neighborbook.domain.wording_words import WORDS
from neighborbook.domain.zones import zone
from neighborbook.errors import Refused

SHANGHAI = "Asia/Shanghai"
TWO = 1796104800  # 2026-12-01 14:00 in Shanghai
FOUR = TWO + 7200
LANGUAGES = ("en", "zh")
ALL_TEXTS = {**texts.RULES, **texts.CODES, **WORDS, **texts.REMEDIES}


def a_refusal(code: str, rule: str, **facts: object) -> Refusal:
    given: dict[str, object] = {"severity": severity_of(code), **facts}
    return Refusal(code=code, rule=rule, **given)  # type: ignore[arg-type]


def refused(*refusals: Refusal, alternatives: tuple[Slot, ...] = ()) -> Decision:
    return Decision(
        verdict=Verdict.REFUSED, refusals=refusals, alternatives=alternatives, zone=SHANGHAI
    )


def a_slot(start: int = TWO, end: int = FOUR, resource: str = "AB") -> Slot:
    request = Request(
        offering="training-room", start=start, end=end, organizer="acme", resource=resource
    )
    return Slot(request=request, zone=SHANGHAI)


TAKEN = a_refusal("CONFLICT_RESOURCE", "place", subject="A", earliest_at=TWO)
SOON = a_refusal("TOO_SOON", "notice", least=7200, unit="seconds", earliest_at=TWO)


# The texts -------------------------------------------------------------------------------------


@pytest.mark.parametrize("code", Code)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_code_has_words_of_its_own_in_both_languages(code: Code, language: str) -> None:
    said = sentence(a_refusal(code, "a-rule-without-words"), SHANGHAI, language)
    assert said
    assert said != texts.OTHER.in_(language)
    assert (language == "zh") == bool(re.search("[一-鿿]", said))


@pytest.mark.parametrize("key", sorted(ALL_TEXTS))
def test_every_text_is_in_both_languages_with_the_same_closed_placeholders(key: str) -> None:
    found = dict(ALL_TEXTS[key].by_language)
    assert set(found) == set(LANGUAGES)
    named = [set(re.findall(r"\{(\w+)\}", words)) for words in found.values()]
    assert named[0] == named[1]
    assert named[0] <= PLACEHOLDERS


@pytest.mark.parametrize("rule", sorted(texts.RULES))
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_rule_is_one_sentence_with_all_its_facts_and_with_none(
    rule: str, language: str
) -> None:
    full = a_refusal(
        "X_OWN", rule, subject="S1", asked=1, least=2, most=3, left=4,
        earliest_at=TWO, latest_at=TWO, resets_at=TWO, allowed=("x",),
    )  # fmt: skip
    for refusal in (full, a_refusal("X_OWN", rule)):
        said = sentence(refusal, SHANGHAI, language)
        assert said.endswith("。" if language == "zh" else ".")
        assert said[0].upper() == said[0]
        assert not re.search(r"[\[\]{}]|None", said)
        assert said.count("。") + len(re.findall(r"\.(?:\s|$)", said)) == 1


def rules_of_the_core() -> set[str]:
    """The names of rules that stand in the sources, beside a code or as ``rule=``."""
    found = set()
    for source in Path(neighborbook.errors.__file__).parent.rglob("*.py"):
        for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
            name = getattr(getattr(node, "func", None), "id", "")
            if not isinstance(node, ast.Call) or name not in {"no", "Refusal", "Limit"}:
                continue
            named = [word.value for word in node.keywords if word.arg == "rule"]
            named += node.args[1:2] if name == "no" else []
            constants = [one for value in named for one in ast.walk(value)]
            found |= {one.value for one in constants if isinstance(one, ast.Constant)}
    return {rule for rule in found if isinstance(rule, str)}


def test_every_rule_that_the_core_names_has_words_of_its_own() -> None:
    found = rules_of_the_core()
    assert "notice" in found
    assert found <= set(texts.RULES)


refusals = st.builds(
    Refusal,
    code=st.sampled_from([*Code, "X_OWN"]),
    rule=st.sampled_from([*texts.RULES, "unknown"]),
    severity=st.sampled_from(Severity),
    subject=st.text(max_size=8),
    asked=st.none() | st.integers(-10, 10**9),
    least=st.none() | st.integers(-10, 10**9),
    most=st.none() | st.integers(-10, 10**9),
    left=st.none() | st.integers(-10, 10**9),
    unit=st.sampled_from(["seconds", "count", "people"]),
    earliest_at=st.none() | st.integers(-(10**12), 10**12),
    latest_at=st.none() | st.integers(-(10**12), 10**12),
    resets_at=st.none() | st.integers(-(10**12), 10**12),
    allowed=st.lists(st.text(max_size=5), max_size=3).map(tuple),
)


@given(
    refusals,
    st.sampled_from(["en", "zh", "zh-CN", "fr", ""]),
    st.sampled_from([SHANGHAI, "Europe/Helsinki", "UTC"]),
)
def test_no_combination_of_facts_fails_or_shows_a_missing_one(
    refusal: Refusal, language: str, where: str
) -> None:
    plain = attrs.evolve(refusal, subject="S1" if refusal.subject else "", allowed=())
    said = sentence(plain, where, language)
    assert said
    assert not re.search(r"[\[\]{}]|None", said)
    assert sentence(refusal, where, language)


@given(st.text(max_size=40))
def test_a_text_of_a_plugin_never_fails_however_it_is_written(template: str) -> None:
    refusal = a_refusal("X_OWN", "own", subject="S1")
    assert sentence(refusal, SHANGHAI, "en", OwnWords(texts={"own": Text.of(template)}))


# What is said ----------------------------------------------------------------------------------


def test_a_taken_place_is_said_with_until_when_and_no_more() -> None:
    assert sentence(TAKEN, SHANGHAI) == "A is taken until Tue 1 Dec 2026, 14:00."
    assert sentence(TAKEN, SHANGHAI, "zh") == "A已被占用，至2026年12月1日（周二）14:00为止。"


@pytest.mark.parametrize("rule", sorted(texts.RULES))
def test_no_rule_promises_what_comes_after_the_times_it_names(rule: str) -> None:
    """They are bounds: what is booked, closed, or held after them was not looked at."""
    promises = r"free (from|at)|possible from|can be booked from|earliest start|起空闲|起可|可从"
    for words in dict(texts.RULES[rule].by_language).values():
        assert not re.search(promises, words)


def test_a_clause_whose_fact_is_missing_is_left_out() -> None:
    assert sentence(attrs.evolve(TAKEN, earliest_at=None), SHANGHAI) == "A is taken."


def test_a_rule_that_lacks_a_fact_it_needs_falls_back_to_what_the_code_says() -> None:
    assert sentence(a_refusal("CONFLICT_RESOURCE", "place"), SHANGHAI) == "It is taken."


def test_an_unknown_code_still_says_no() -> None:
    assert sentence(a_refusal("X_MOON", "moon"), SHANGHAI) == texts.OTHER.in_("en")


def test_a_quota_is_said_in_hours_even_when_it_is_whole_days() -> None:
    no = a_refusal(
        "QUOTA", "quota_hours", subject="acme", asked=3600, left=0, most=96 * 3600,
        unit="seconds", resets_at=TWO,
    )  # fmt: skip
    assert sentence(no, SHANGHAI).startswith(
        "acme has 0 minutes left of 96 hours, and this takes 1 hour;"
    )


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("rule", ["person", "place", "unknown", "own"])
def test_a_person_who_is_elsewhere_is_never_named(rule: str, language: str) -> None:
    no = a_refusal("CONFLICT_PERSON", rule, subject="li-wei")
    own = {"own": Text.of("{subject} is at the clinic."), "person": Text.of("[{subject}] no")}
    assert "li-wei" not in sentence(no, SHANGHAI, language)
    assert "li-wei" not in sentence(
        no, SHANGHAI, language, OwnWords(texts=own), {"li-wei": Text.of("li-wei")}
    )


def test_rights_and_states_are_said_in_words_and_resources_are_not_taken_for_them() -> None:
    no = a_refusal("NOT_ALLOWED", "right", subject="approve", allowed=("approver",))
    assert sentence(no, SHANGHAI) == (
        "You are not allowed to approve or decline this; those who approve may."
    )
    assert sentence(no, SHANGHAI, "zh") == "您无权审批，可办理者：审批人。"
    named_staff = attrs.evolve(TAKEN, subject="staff", earliest_at=None)
    assert sentence(named_staff, SHANGHAI) == "staff is taken."


def test_a_room_type_brings_words_for_its_own_rules() -> None:
    own = {"visitors": Text.of({"en": "{asked} visitors must be approved.", "zh": "访客须审批。"})}
    no = a_refusal("NEEDS_APPROVAL", "visitors", asked=3)
    assert sentence(no, SHANGHAI, "en", OwnWords(texts=own)) == "3 visitors must be approved."
    assert sentence(no, SHANGHAI, "zh", OwnWords(texts=own)) == "访客须审批。"


def test_names_stand_for_ids_where_they_are_known() -> None:
    names = {"A": Text.of({"en": "Room A", "zh": "培训室A"})}
    no = attrs.evolve(TAKEN, earliest_at=None)
    assert sentence(no, SHANGHAI, "zh", names=names) == "培训室A已被占用。"


def test_what_is_filled_in_is_never_read_as_a_text_again() -> None:
    no = a_refusal("CONFLICT_RESOURCE", "place", subject="[{left}]")
    assert sentence(no, SHANGHAI) == "[{left}] is taken."


def test_a_text_cannot_reach_into_objects() -> None:
    own = {"own": Text.of("{subject.__class__} {0} {rule}")}
    assert sentence(
        a_refusal("X_OWN", "own", subject="S"), SHANGHAI, "en", OwnWords(texts=own)
    ) == (texts.OTHER.in_("en"))


@pytest.mark.parametrize(
    ("seconds", "en", "zh"),
    [
        (0, "0 minutes", "0分钟"),
        (59, "59 seconds", "59秒"),
        (3661, "1 hour 1 minute 1 second", "1小时1分钟1秒"),
        (86_400, "24 hours", "24小时"),
        (3 * 86_400, "3 days", "3天"),
        (3 * 86_400 + 60, "72 hours 1 minute", "72小时1分钟"),
        (-60, "-1 minute", "-1分钟"),
    ],
)
def test_lengths_are_said_in_hours_and_minutes(seconds: int, en: str, zh: str) -> None:
    assert (length_in_words(seconds, "en"), length_in_words(seconds, "zh")) == (en, zh)


def test_a_time_that_the_clock_shows_twice_is_said_with_its_offset() -> None:
    helsinki = zone("Europe/Helsinki")
    first = 1792888200  # 2026-10-25 03:30 summer time
    assert clock_in_words(first, helsinki) == "03:30 (UTC+0300)"
    assert clock_in_words(first + 3600, helsinki) == "03:30 (UTC+0200)"
    assert clock_in_words(first + 7200, helsinki) == "04:30"


# Decisions -------------------------------------------------------------------------------------


def test_a_refusal_ends_with_the_alternatives() -> None:
    said = say(refused(TAKEN, alternatives=(a_slot(), a_slot(FOUR, FOUR + 86_400))))
    assert said == (
        "A is taken until Tue 1 Dec 2026, 14:00. Instead you could have: "
        "Tue 1 Dec 2026, 14:00–16:00 in AB; "
        "Tue 1 Dec 2026, 16:00–Wed 2 Dec 2026, 16:00 in AB."
    )


def test_three_alternatives_are_named_at_most() -> None:
    said = say(refused(TAKEN, alternatives=(a_slot(),) * 5))
    assert said.count("14:00–16:00") == 3


def test_what_is_soft_can_be_allowed_by_the_front_desk() -> None:
    assert say(refused(SOON)).endswith("The front desk can allow it.")
    assert say(refused(SOON), "zh").endswith("前台可以破例办理。")


def test_what_is_hard_the_front_desk_cannot_allow_even_beside_what_is_soft() -> None:
    said = say(refused(SOON, TAKEN))
    assert "front desk" not in said
    assert said.endswith("Choose another time or another place.")


def test_what_is_soft_names_the_front_desk_and_the_alternatives() -> None:
    said = say(refused(SOON, alternatives=(a_slot(),)))
    assert "The front desk can allow it. Instead you could have: Tue 1 Dec" in said


@pytest.mark.parametrize("code", Code)
def test_every_refusal_ends_with_something_that_helps(code: Code) -> None:
    no = a_refusal(code, "unknown", severity=Severity.HARD)
    said = say(refused(no))
    assert said.removeprefix(sentence(no, SHANGHAI)).strip()


def test_every_reason_is_said_once() -> None:
    said = say(refused(TAKEN, TAKEN, SOON))
    assert said.count("is taken") == 1
    assert "2 hours ahead" in said


def test_a_request_says_why_it_must_be_approved() -> None:
    asked = Decision(
        verdict=Verdict.NEEDS_APPROVAL,
        approvals=(a_refusal("NEEDS_APPROVAL", "approval"),),
        zone=SHANGHAI,
    )
    assert asked.text() == "This can be asked for. This must be approved."
    assert asked.text("zh") == "可以提交申请。该预约需要审批。"


def test_an_acceptance_says_its_warnings_and_what_was_passed() -> None:
    accepted = Decision(
        verdict=Verdict.ACCEPTED,
        warnings=(a_refusal("X_SMALL", "small", severity=Severity.WARNING),),
        overridden=(SOON,),
        zone=SHANGHAI,
        own=OwnWords(texts={"small": Text.of("A smaller room is free.")}),
    )
    assert accepted.text() == (
        "This can be booked. A smaller room is free. Passed by the front desk: Bookings are made "
        "at least 2 hours ahead; now none can start before Tue 1 Dec 2026, 14:00."
    )


def passed(*refusals: Refusal, **more: object) -> Decision:
    return Decision(verdict=Verdict.ACCEPTED, overridden=refusals, zone=SHANGHAI, **more)  # type: ignore[arg-type]  # fields of a Decision


def test_an_approval_that_was_passed_is_not_said_to_be_needed() -> None:
    plain = a_refusal("NEEDS_APPROVAL", "approval")
    assert passed(plain).text() == (
        "This can be booked. The front desk has passed the approval that it would need."
    )
    assert passed(plain).text("zh") == "可以预约。前台已免去所需的审批。"


def test_why_an_approval_was_needed_that_was_passed_is_said_after_it() -> None:
    late = a_refusal("NEEDS_APPROVAL", "late", subject="A")
    words = {"late": Text((("en", "{subject} is quiet at night."), ("zh", "{subject}夜间安静。")))}
    told = passed(late, SOON, own=OwnWords(texts=words), names=(("A", Text.of("Hall")),))
    english, chinese = told.text(), told.text("zh")
    assert "Passed by the front desk: Bookings are made at least 2 hours ahead" in english
    assert english.endswith("passed the approval that it would need: Hall is quiet at night.")
    assert chinese.endswith("前台已免去所需的审批：Hall夜间安静。")


def test_an_alternative_says_whether_it_must_be_approved() -> None:
    asks = attrs.evolve(a_slot(), needs_approval=True)
    laid = attrs.evolve(asks, layout="rows")
    assert say(refused(TAKEN, alternatives=(asks,))).endswith("in AB (needs approval).")
    assert say(refused(TAKEN, alternatives=(laid,))).endswith("in AB (rows, needs approval).")
    assert say(refused(TAKEN, alternatives=(laid,)), "zh").endswith("AB（rows，需审批）。")


def test_a_decision_prints_what_it_says() -> None:
    assert str(refused(TAKEN)) == refused(TAKEN).text()


def test_an_error_says_what_its_decision_says() -> None:
    assert str(Refused(refused(TAKEN))) == refused(TAKEN).text()


def test_texts_and_names_do_not_tell_decisions_apart() -> None:
    named = attrs.evolve(refused(TAKEN), names=(("A", Text.of("Room A")),))
    assert named == refused(TAKEN)
    assert named.text().startswith("Room A is taken")
