"""The reference is complete: every public name, every key, every code and every rule."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import attrs
import pytest

import neighborbook as nb
import neighborbook.testing as nb_testing
from neighborbook.center_file.house import CHECK_IN, KEEP_LEAST, KEEP_MOST
from neighborbook.center_file.policies import _COUNTS, _FLAGS, _LENGTHS, _MAY_BE_NONE
from neighborbook.codes import severity_of
from neighborbook.domain.fields import KEPT
from neighborbook.domain.hours import WEEKDAYS
from neighborbook.domain.times import format_length, parse_length
from neighborbook.domain.wording_texts import RULES

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference"
FILE = """
center = {{ id = "center", zone = "Asia/Shanghai" {center} }}
resource.A = {{ {resource} }}
offering.A = {{ places = [{{ resource = "A" {place} }}] {offering} }}
hours.H = {{ daily = "open" {hours} }}
"""


def page(name: str) -> str:
    return (REFERENCE / f"{name}.md").read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("name", "package", "names"),
    [
        ("api", "neighborbook", nb.__all__),
        ("testing", "neighborbook.testing", nb_testing.__all__),
    ],
)
def test_every_public_name_is_on_its_page_once(name: str, package: str, names: list[str]) -> None:
    told = re.findall(rf"^\.\. \w+:: {re.escape(package)}\.(\w+)", page(name), re.MULTILINE)
    assert sorted(told) == sorted(names)


# The center file ----------------------------------------------------------------------------


def sections() -> dict[str, str]:
    """Return the page's sections by heading."""
    parts = re.split(r"^#{2,3} (.+)$", page("center-file"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def rows(heading: str) -> dict[str, tuple[str, str]]:
    """Return kind and default of each key that the tables of a section name."""
    found: dict[str, tuple[str, str]] = {}
    for line in sections()[heading].splitlines():
        cells = [cell.strip() for cell in line.strip("|").split(" | ")]
        if line.startswith("| `") and len(cells) == 4:
            found |= dict.fromkeys(re.findall(r"`([\w-]+)`", cells[0]), (cells[1], cells[2]))
    return found


def known(place: str, wrong: str) -> set[str]:
    """Return the keys that the parser knows somewhere: it names them when it meets another."""
    given = dict.fromkeys(("center", "resource", "place", "offering", "hours"), "")
    file = FILE.format(**{**given, place: wrong})
    with nb.open() as desk, pytest.raises(nb.CenterFileError) as caught:
        desk.load(file)
    [fault] = [one for one in caught.value.faults if one.path.endswith("zzz")]
    listed = re.fullmatch(r"one of (.+?)(; did you mean .*)?", fault.expected)
    assert listed is not None
    return set(listed[1].split(", "))


@pytest.mark.parametrize(
    ("heading", "place", "wrong"),
    [
        ("`[center]`", "center", ", zzz = 1"),
        ("`[resource.…]`", "resource", "zzz = 1"),
        ("`[offering.…]`", "offering", ", zzz = 1"),
        ("Keep", "center", ", keep = { zzz = 1 }"),
        ("Places", "place", ", zzz = 1"),
        ("Quota", "offering", ", quota = { amount = 1, zzz = 1 }"),
        (
            "`[[hours.….except]]`",
            "hours",
            ', except = [{ from = "2026-12-24", hours = "closed", zzz = 1 }]',
        ),
    ],
)
def test_every_key_is_in_its_table_and_no_other(heading: str, place: str, wrong: str) -> None:
    assert set(rows(heading)) == known(place, wrong)


def test_every_key_of_hours_is_in_its_table() -> None:
    told = set(rows("`[hours.…]`")) - {"mon-fri", "sat-sun"}
    assert told | {"mon-fri"} == known("hours", ", zzz = 1") | set(WEEKDAYS)


def written(key: str, value: object) -> str:
    """Return a number of the policy as a center file writes it."""
    if key == "granularity":
        return format_length(int(str(value)) * 60)
    if value is None:
        return "none"
    if isinstance(value, bool):
        return str(value).lower()
    return length(int(str(value))) if key in _LENGTHS else str(value)


def length(seconds: int) -> str:
    return format_length(seconds) if seconds else "0m"


@pytest.mark.parametrize("field", attrs.fields(nb.Policy), ids=lambda field: field.name)
def test_a_number_is_told_with_its_default_and_its_bounds(field: attrs.Attribute[object]) -> None:
    kind, default = rows("`[offering.…]`")[field.name]
    wanted = written(field.name, field.default)
    same = default.strip("`") == wanted
    if not same and field.name in _LENGTHS:
        same = parse_length(default.strip("`")) == field.default
    assert same, f"the default is {wanted}"
    if field.name in _LENGTHS:
        least, most = re.findall(r"`([^`]+)`", kind)[:2]
        assert (parse_length(least), parse_length(most)) == _LENGTHS[field.name]
    if field.name in _COUNTS:
        least, most = _COUNTS[field.name]
        assert kind.startswith(f"{least} to {most}")
    assert (field.name in _FLAGS) == (kind == "true or false")
    assert (field.name in _MAY_BE_NONE) == ('"none"' in kind)


def test_a_keeping_time_is_told_with_its_default_and_its_bounds() -> None:
    told = rows("Keep")
    assert set(told) == {each.value for each in KEPT}
    for each, kept in KEPT.items():
        kind, default = told[each.value]
        least, most = re.findall(r"`([^`]+)`", kind)
        assert (parse_length(least), parse_length(most)) == (KEEP_LEAST, KEEP_MOST)
        assert parse_length(default.strip("`")) == kept


@pytest.mark.parametrize(
    ("heading", "key", "words"),
    [
        ("Quota", "per", list(nb.Per)),
        ("Quota", "over", list(nb.Over)),
        ("`[center]`", "check_in", list(CHECK_IN)),
    ],
)
def test_every_word_of_a_choice_is_told(heading: str, key: str, words: list[str]) -> None:
    kind, _ = rows(heading)[key]
    assert sorted(re.findall(r'`"(\w+)"`', kind)) == sorted(words)


def test_the_file_with_everything_has_every_key() -> None:
    example = sections()["All of it at once"]
    missing = [
        key
        for heading in sections()
        for key in rows(heading)
        if key not in ("was", "mon", "tue", "thu", "fri", "sat-sun", "capacity")
        and not re.search(rf"\b{re.escape(key)} = ", example)
        and f".{key}]]" not in example
    ]
    assert missing == []


# Refusals -----------------------------------------------------------------------------------


def told_rules() -> dict[str, tuple[str, ...]]:
    """Return the rules that the page names, by code."""
    found = re.findall(r"^<!-- generated: texts (\w+)(.*?) -->$", page("refusals"), re.MULTILINE)
    return {code: tuple(rules.split()) for code, rules in found}


def test_every_code_has_a_section_of_its_own() -> None:
    assert sorted(told_rules()) == sorted(nb.Code)
    for code in nb.Code:
        section = page("refusals").partition(f"\n### `{code}`\n")[2]
        assert f"<!-- generated: texts {code}" in section.partition("\n### ")[0], code


def test_every_rule_that_has_words_belongs_to_a_code() -> None:
    told = {rule for rules in told_rules().values() for rule in rules}
    assert told == set(RULES)


def raised() -> Iterator[tuple[str, str]]:
    """Yield the pairs of code and rule that the sources write out."""
    for path in (ROOT / "src").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call):
                words = [*node.args[:2], *(w.value for w in node.keywords if w.arg in _NAMED)]
                codes = [w.attr for w in words if isinstance(w, ast.Attribute)]
                rules = [w.value for w in words if isinstance(w, ast.Constant)]
                if codes and rules and codes[0] in nb.Code.__members__:
                    yield codes[0], str(rules[0])


_NAMED = ("code", "rule")


def test_a_rule_that_the_code_raises_is_told_under_its_code() -> None:
    pairs = set(raised())
    assert len(pairs) > 20
    assert [pair for pair in pairs if pair[1] not in told_rules()[pair[0]]] == []


def test_a_code_that_nothing_raises_says_so() -> None:
    kept = "it is kept for room types"
    text = page("refusals")
    for code, rules in told_rules().items():
        section = text.partition(f"\n### `{code}`\n")[2].partition("\n### ")[0]
        assert (kept in section) == (not rules), code
        assert ("```python" in section) == bool(rules), code


def test_the_weight_that_is_told_is_the_weight_of_the_code() -> None:
    text = page("refusals")
    for code in nb.Code:
        section = text.partition(f"\n### `{code}`\n")[2].partition("\n### ")[0]
        assert f"*{severity_of(code).value.capitalize()}*" in section, code


def test_every_error_says_what_to_do_next() -> None:
    told = set(re.findall(r"^\| .*", page("errors"), re.MULTILINE))
    words = {word for row in told for word in re.findall(r"`(\w+)`", row.split(" | ")[0])}
    errors = {
        name
        for name in nb.__all__
        if isinstance(found := getattr(nb, name), type) and issubclass(found, Exception)
    }
    assert errors - {"NeighborbookError", "StorageError"} <= words
