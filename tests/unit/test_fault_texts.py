"""Faults in Chinese: no phrase of the core is said in English alone."""

from __future__ import annotations

import ast
import pickle
import re
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

import neighborbook as nb
from neighborbook import fault_texts
from neighborbook.fault_texts import CODES, GIVEN, PHRASES, in_chinese

SOURCES = Path(fault_texts.__file__).parent
SAMPLE = "X1"
CODE = re.compile(r"(?:INPUT|UNKNOWN)_[A-Z_]+")
CHINESE = re.compile("[一-鿿]")
PASSED_ON = {
    "--{name}",  # an option of the command line
    "{wanted}",  # a type
    "{_expected(error, wanted)}",  # what a room type's own class says
    "{str(error)[:100]}",
    "{printable(expected)}",  # said elsewhere in the sources, and found there
    "{expected}",
    "{some}",
    "{broken.expected}",
    "{fault.expected}",
    "{unknown.expected}",
    "{wrong.expected}",
    "{wrong.expected}, {other}",  # two phrases, each found by itself
    "{next(rest, None)}",
    "{type(error).__name__}",  # what a foreign channel raised
    "{never.what}",  # said where it is raised
    "{not_yet.what}",
    "{why}",
    "{delivery.fault}",
    "{self.expected_zh or in_chinese(self.expected)}",
    "{self.expected}",
    "{_EXPECTED[question]}",  # of a table whose phrases are found below
    "{getattr(wanted, '__name__', str(wanted))}",
    "",
}
"""Where no phrase begins."""

FACTS = [
    (r"\{hint\}|\{nearest\(.*?\)\}", "; did you mean 'X1'?"),
    (r"\{bounds\}", "from 'X1' to 'X1'"),
    (r"\{upper\}", " to X1"),
    (r"clock \{why\}", "clock skips this time"),
    (r"\{[a-zA-Z_][^{}]*\}", SAMPLE),
]
"""What stands for facts: mostly a word, sometimes half a phrase."""

TAKES = {
    "add": 3,
    "wrong": 1,
    "missing": 1,
    "table": 1,
    "_unreadable": 2,
    "_Wrong": 1,
    "refuse_file": 3,
    "refuse_line": 3,
    "_too_long": 1,
    "Undeliverable": 0,
    "NotYet": 0,
}
"""Which argument of these calls is what would be accepted, or why something was not told."""

OF_NOTICES = {"_later": 1, "_next_way": 1}
"""The same, of calls by which a notice waits or is given up."""


def constants() -> dict[str, str]:
    found: dict[str, str] = {}
    for source in sorted(SOURCES.rglob("*.py")):
        for node in ast.parse(source.read_text(encoding="utf-8")).body:
            if isinstance(node, ast.Assign) and isinstance(node.targets[0], ast.Name):
                said = list(phrases_of(node.value, found))
                if len(said) == 1 and not said[0].startswith("{"):
                    found[node.targets[0].id] = said[0]
    return found


def phrases_of(node: ast.expr, known: dict[str, str]) -> Iterator[str]:
    """Yield what an expression may say; facts stand between braces."""
    if isinstance(node, ast.IfExp):
        yield from phrases_of(node.body, known)
        yield from phrases_of(node.orelse, known)
    elif isinstance(node, ast.Constant):
        yield str(node.value)
    elif isinstance(node, ast.JoinedStr):
        parts = [list(phrases_of(each, known)) for each in node.values]
        yield "".join(part[0] for part in parts)
    elif isinstance(node, ast.FormattedValue):
        yield from phrases_of(node.value, known)
    elif isinstance(node, ast.Name) and node.id in known:
        yield known[node.id]
    else:
        yield f"{{{ast.unparse(node)}}}"


def said_in(source: Path, known: dict[str, str]) -> Iterator[str]:
    """Yield every phrase by which a module says what would be accepted."""
    of_notices = "notices" in source.parts
    takes = {**TAKES, **(OF_NOTICES if of_notices else {})}
    words = {"expected", "fault"} if of_notices else {"expected"}
    for node in ast.walk(ast.parse(source.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") in (
            "expected", "some", "other"
        ):  # fmt: skip
            yield from phrases_of(node.value, known)
        if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == "_EXPECTED":
            for table in (each for each in ast.walk(node.value) if isinstance(each, ast.Dict)):
                for each in table.values:
                    yield from phrases_of(each, known)
        if not isinstance(node, ast.Call):
            continue
        name = getattr(node.func, "attr", getattr(node.func, "id", ""))
        given = [word.value for word in node.keywords if word.arg in words]
        if name in takes:
            given += node.args[takes[name] : takes[name] + 1]
        if name == "ValueError" and source.name == "details.py":
            given += node.args
        for each in given:
            yield from phrases_of(each, known)


def every_phrase() -> set[str]:
    known = constants()
    found = {phrase for source in SOURCES.rglob("*.py") for phrase in said_in(source, known)}
    # Not what a fault says, but how its message is made; and the second half of a phrase.
    halves = {
        ": expected {self.expected}",
        ", expected {self.expected}",
        "or a day such as 'mon', or 'as-usual'",
    }
    return found - PASSED_ON - halves


@pytest.mark.parametrize("phrase", sorted(every_phrase()))
def test_every_phrase_of_the_core_is_said_in_chinese_too(phrase: str) -> None:
    filled = phrase
    for fact, words in FACTS:
        filled = re.sub(fact, words, filled)
    said = in_chinese(filled)
    assert CHINESE.search(said), f"add to fault_texts.PHRASES: {phrase!r}"


def test_the_phrases_are_found_in_the_sources() -> None:
    found = every_phrase()
    assert len(found) > 120
    assert {"an end after the start", "at most {most}"} <= found


def test_every_code_is_said_in_chinese_too() -> None:
    texts = (source.read_text(encoding="utf-8") for source in SOURCES.rglob("*.py"))
    used = {code for text in texts for code in re.findall(f'"({CODE.pattern})"', text)}
    assert used == set(CODES)


@pytest.mark.parametrize("english", sorted({**PHRASES, **GIVEN}))
def test_both_languages_name_the_same_facts(english: str) -> None:
    table = PHRASES if english in PHRASES else GIVEN
    facts = [re.findall(r"\{(\w+)\}", words) for words in (english, table[english])]
    assert sorted(facts[0]) == sorted(facts[1])
    assert CHINESE.search(table[english])
    filled = re.sub(r"\{(\w+)\}", SAMPLE, english)
    assert in_chinese(filled, table) == re.sub(r"\{(\w+)\}", SAMPLE, table[english])


def test_facts_are_filled_in_and_a_hint_is_translated_along() -> None:
    assert in_chinese("a year from 1970 to 2200") == "1970年至2200年之间"
    assert in_chinese("one of a, b; did you mean 'a'?") == "以下之一：a, b；是否指'a'？"
    assert in_chinese("what nobody has said") == "what nobody has said"


def test_a_fault_is_said_in_both_languages_and_stays_english_as_a_value() -> None:
    fault = nb.Fault(
        path="title", code="INPUT_TOO_LONG", given="201 characters", expected="at most 200"
    )
    assert fault.text() == "title: too long (given: 201 characters), expected at most 200"
    assert str(fault) == "title: INPUT_TOO_LONG (given: 201 characters): expected at most 200"
    assert fault.text("zh-Hans-CN") == "title：过长（所给：201个字符），应为：至多200"
    assert fault.expected == "at most 200"
    assert pickle.loads(pickle.dumps(fault)) == fault


def test_what_was_given_is_repeated_as_it_is() -> None:
    fault = nb.Fault(path="start", code="INPUT_INVALID", given="9 kinds", expected="a time")
    assert fault.text("zh") == "start：无效（所给：9 kinds），应为：时间"


def test_a_plugin_says_its_own_phrases_in_chinese() -> None:
    fault = nb.Fault(path="details.x", code="INPUT_INVALID", expected="a moon", expected_zh="月亮")
    assert fault.text("zh") == "details.x：无效，应为：月亮"
    assert "a moon" in attrs.evolve(fault, expected_zh="").text("zh")


def test_an_invalid_request_says_all_its_faults_and_what_to_do() -> None:
    with pytest.raises(nb.InvalidRequest) as wrong:
        nb.open(center="", deadline=0)
    assert str(wrong.value).startswith("center: INPUT_MISSING: expected a text that is not empty; ")
    assert wrong.value.text() == (
        "center: missing, expected a text that is not empty; "
        "deadline: invalid (given: 0), expected a number of seconds above 0. "
        "Mend what is named and ask again; nothing was written."
    )
    assert wrong.value.text("zh") == (
        "center：缺少，应为：非空文本；deadline：无效（所给：0），应为：大于0的秒数。"
        "请改正后重试，未写入任何内容。"
    )


def test_a_center_file_says_its_faults_line_by_line() -> None:
    with nb.open() as desk, pytest.raises(nb.CenterFileError) as wrong:
        desk.load('center = { id = "c" }\n')
    assert wrong.value.text("zh") == (
        "中心文件：\n  center.zone：缺少，应为：中心的时区，如 'Asia/Shanghai'\n"
        "请改正后重新载入，未作任何更改。"
    )
