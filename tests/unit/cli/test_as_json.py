from __future__ import annotations

import json

import attrs

from neighborbook import Code, Decision, Refusal, Severity, Text, Verdict
from neighborbook.cli.as_json import as_json

TOO_SOON = Refusal(
    code=Code.TOO_SOON,
    rule="notice",
    severity=Severity.SOFT,
    least=7200,
    unit="seconds",
    earliest_at=1796104800,
)


def test_a_decision_says_its_instants_in_its_own_zone_and_itself_in_words() -> None:
    decision = Decision(verdict=Verdict.REFUSED, refusals=(TOO_SOON,), zone="Asia/Shanghai")
    found = json.loads(as_json(decision, "zh"))
    assert found["refusals"][0]["earliest_at"] == "2026-12-01T14:00:00+08:00"
    assert found["refusals"][0]["least"] == 7200
    assert found["text"] == decision.text("zh")
    assert not {"names", "texts"} & found.keys()


def test_an_instant_that_was_blanked_is_null() -> None:
    blanked = json.loads(as_json(attrs.evolve(TOO_SOON, earliest_at=0), "en"))
    assert blanked["earliest_at"] is None


def test_a_text_is_a_string_or_a_table_by_language() -> None:
    assert json.loads(as_json(Text.of("Hall"), "en")) == "Hall"
    assert json.loads(as_json(Text.of({"en": "Hall", "zh": "大厅"}), "en")) == {
        "en": "Hall",
        "zh": "大厅",
    }
