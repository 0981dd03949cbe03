"""Each hook has its section in the reference, as the code has it, and a test that implements it."""

from __future__ import annotations

import inspect
import re
from pathlib import Path

import pytest

from neighborbook import hookspecs

ROOT = Path(__file__).parents[2]
REFERENCE = ROOT / "docs" / "reference" / "hooks.md"


def hooks() -> dict[str, str]:
    """Return the hooks by name, each with its signature as a reader would write it."""
    marked = f"{hookspecs.PROJECT}_spec"
    found = inspect.getmembers(hookspecs, inspect.isfunction)
    return {
        name: f"{name}{inspect.signature(call)}".replace("'", "")
        for name, call in found
        if hasattr(call, marked)
    }


def sections() -> dict[str, str]:
    """Return the sections of the reference by the hook in their heading."""
    parts = re.split(r"^## `(\w+)`$", REFERENCE.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


def blocks(section: str, language: str) -> list[str]:
    return re.findall(rf"^```{language}\n(.*?)^```$", section, flags=re.MULTILINE | re.DOTALL)


def test_there_is_a_section_for_each_hook_and_for_nothing_else() -> None:
    assert sorted(sections()) == sorted(hooks())


@pytest.mark.parametrize("name", sorted(hooks()))
def test_a_hook_is_documented_as_it_is(name: str) -> None:
    section = sections()[name]
    assert [block.strip() for block in blocks(section, "text")] == [hooks()[name]]
    for part in ("**Arguments.**", "**Called**", "**Returns**"):
        assert part in section
    for argument in inspect.signature(getattr(hookspecs, name)).parameters:
        assert re.search(rf"^- `{argument}`: ", section, re.MULTILINE), argument


@pytest.mark.parametrize("name", sorted(hooks()))
def test_the_example_of_a_hook_implements_and_uses_it(name: str) -> None:
    examples = "\n".join(blocks(sections()[name], "python"))
    assert re.search(rf"@nb\.hookimpl\n    def {name}\(", examples)
    assert "nb.open(" in examples
    assert "assert " in examples


@pytest.mark.parametrize("name", sorted(hooks()))
def test_a_hook_is_in_the_table_and_says_in_code_what_it_promises(name: str) -> None:
    assert f"| [`{name}`](#{name}) |" in REFERENCE.read_text(encoding="utf-8")
    assert "Called" in (getattr(hookspecs, name).__doc__ or "")


@pytest.mark.parametrize("name", sorted(hooks()))
def test_a_hook_is_implemented_by_some_test(name: str) -> None:
    implemented = re.compile(rf"hookimpl\n\s*def {name}\(")
    tests = [path for path in ROOT.glob("tests/**/test_*.py") if path != Path(__file__)]
    assert any(implemented.search(path.read_text(encoding="utf-8")) for path in tests)
