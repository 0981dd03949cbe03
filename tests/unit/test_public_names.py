"""The public names: sorted, documented, lazy, and the same for everybody who reads them."""

from __future__ import annotations

import ast
import importlib
import inspect
import subprocess
import sys
from pathlib import Path

import pytest

import neighborbook as nb

SOURCE = Path(nb.__file__)
HEAVY = ("sqlalchemy", "pendulum", "icalendar", "alembic", "cattrs", "pluggy", "attrs", "holidays")


def imported_by(statement: str) -> set[str]:
    """Return the top-level modules that a fresh interpreter has loaded after a statement."""
    code = (
        f"import sys; {statement}; print(*sorted({{name.split('.')[0] for name in sys.modules}}))"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    return set(done.stdout.split())


def test_the_public_names_are_sorted_and_none_comes_twice() -> None:
    assert nb.__all__ == sorted(set(nb.__all__))


@pytest.mark.parametrize("name", nb.__all__)
def test_a_public_name_loads_and_says_what_it_is(name: str) -> None:
    found = getattr(nb, name)
    documented = found.__doc__ if inspect.isclass(found) or callable(found) else NOTED[name]
    assert documented
    assert documented.strip()


NOTED = {"Seconds": "an alias; its docstring stands in the source", "hookimpl": "a marker"}


def test_every_name_that_is_public_anywhere_is_public_everywhere() -> None:
    tree = ast.parse(SOURCE.read_text(encoding="utf-8"))
    [block] = [
        node
        for node in tree.body
        if isinstance(node, ast.If) and ast.unparse(node.test) == "TYPE_CHECKING"
    ]
    for_checkers = {
        alias.asname or alias.name: f"{node.module}"
        for node in block.body
        if isinstance(node, ast.ImportFrom)
        for alias in node.names
    }
    for_the_interpreter = {
        name: f"neighborbook.{home}" for home, names in nb._HOMES.items() for name in names
    }
    assert for_checkers == for_the_interpreter
    assert sorted(for_checkers) == nb.__all__
    assert set(nb.__all__) <= set(dir(nb))


def test_a_name_that_is_not_public_is_an_attribute_error() -> None:
    with pytest.raises(AttributeError, match="no attribute 'Reservation'"):
        nb.Reservation  # noqa: B018
    assert not hasattr(nb, "sqlite")


def test_public_classes_say_that_they_are_values() -> None:
    for name in nb.__all__:
        found = getattr(nb, name)
        if inspect.isclass(found) and hasattr(found, "__attrs_attrs__"):
            assert found.__setattr__ is not object.__setattr__, f"{name} can be changed"


def test_importing_neighborbook_loads_none_of_its_libraries() -> None:
    assert not imported_by("import neighborbook") & set(HEAVY)


def test_what_a_plugin_needs_loads_no_database_and_no_calendars() -> None:
    loaded = imported_by(
        "import neighborbook as nb; nb.RoomType, nb.hookimpl, nb.details, nb.asks, nb.Refusal"
    )
    assert not loaded & {"sqlalchemy", "alembic", "icalendar", "psycopg", "pendulum", "cattrs"}


def test_catching_an_error_loads_no_database() -> None:
    loaded = imported_by("import neighborbook as nb; nb.Refused, nb.InvalidRequest, nb.Busy")
    assert not loaded & {"sqlalchemy", "pendulum", "icalendar", "pluggy"}


def test_a_desk_needs_no_library_for_testing_and_no_other_database() -> None:
    assert not imported_by("import neighborbook as nb; nb.open()") & {"hypothesis", "psycopg"}


def test_naming_a_desk_loads_no_database() -> None:
    assert "sqlalchemy" not in imported_by("import neighborbook as nb; nb.open, nb.Desk")


def test_importing_neighborbook_takes_no_time_worth_mentioning() -> None:
    code = (
        "import time, typing; began = time.process_time(); import neighborbook; "
        "print(time.process_time() - began)"
    )
    took = [
        float(
            subprocess.run(
                [sys.executable, "-c", code], capture_output=True, text=True, check=True
            ).stdout
        )
        for _ in range(3)
    ]
    assert min(took) < 0.05


def test_the_names_for_testing_are_documented() -> None:
    testing = importlib.import_module("neighborbook.testing")
    assert len(set(testing.__all__)) == len(testing.__all__)
    for name in testing.__all__:
        found = getattr(testing, name)
        assert not callable(found) or (found.__doc__ or "").strip(), name


def test_every_public_method_of_the_desk_says_what_it_does() -> None:
    methods = inspect.getmembers(nb.Desk, inspect.isfunction)
    bare = [name for name, call in methods if name[0] != "_" and not (call.__doc__ or "").strip()]
    assert bare == []


def test_every_error_says_what_to_do_next() -> None:
    for name in nb.__all__:
        found = getattr(nb, name)
        if inspect.isclass(found) and issubclass(found, nb.StorageError):
            assert found.remedy.endswith("."), name
            assert str(found("something happened")).endswith(found.remedy), name
