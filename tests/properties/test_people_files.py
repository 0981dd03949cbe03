"""Whatever people are called and say: what goes out into a file comes back as the same."""

from __future__ import annotations

import tempfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

import neighborbook as nb
from neighborbook.transfer.people import import_people
from neighborbook.transfer.people_exporting import export_people
from neighborbook.transfer.writing import Format
from tests.unit.transfer.conftest import CENTER, Clock

letters = st.characters(exclude_categories=("Cs", "Cc", "Cf", "Zl", "Zp", "Cn", "Co"))
signs = st.sampled_from("='+-@[]{}\",;: '＝0")
texts = st.text(letters | signs, max_size=12)
days = st.dates(date(1900, 1, 1), date(2026, 11, 23))


@pytest.mark.parametrize("form", Format)
@given(
    name=texts.filter(str.strip),
    phone=texts,
    language=st.sampled_from(("", "en", "zh", "zh-Hant-TW")),
    grid=texts,
    born_on=st.none() | days,
    value=texts,
    source=texts,
    reason=texts,
)
def test_what_goes_out_comes_back_as_the_same(form: Format, **said: object) -> None:
    """Nothing is changed in the same book, and everything is as it was in another one."""
    stated = {name: said.pop(name) for name in ("value", "source")}
    reason = said.pop("reason")
    with (
        nb.open(center="center", clock=Clock()) as desk,
        nb.open(center="center", clock=Clock()) as other,
        tempfile.TemporaryDirectory() as folder,
    ):
        desk.load(CENTER)
        other.load(CENTER)
        desk.people.register("x", **said)  # type: ignore[arg-type]
        desk.people.state("x", "fact", **stated)  # type: ignore[arg-type]
        desk.people.disable("x", reason=reason)  # type: ignore[arg-type]
        path = Path(folder) / f"people.{form.value}"
        export_people(desk, path, form)
        assert import_people(desk, path).unchanged == 1
        assert import_people(other, path).registered == 1
        there = Path(folder) / f"there.{form.value}"
        export_people(other, there, form)
        assert import_people(desk, there).unchanged == 1
