"""What the README says is so."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import attrs

import neighborbook as nb
from neighborbook_counsel import Counsel, CounselDetails, Settings

README = (Path(__file__).parent.parent / "README.md").read_text(encoding="utf-8")


def test_its_center_file_can_be_loaded(opened: Callable[[str], nb.Desk]) -> None:
    [text] = re.findall(r"```toml\n(.*?)```", README, re.DOTALL)
    [offering] = opened(text).offerings()
    assert offering.policy == Counsel.policy
    assert offering.settings == Settings(rooms=("counsel-room",))


def test_it_names_every_setting_and_every_detail() -> None:
    names = [field.name for field in attrs.fields(Settings)]
    names += list(CounselDetails.__annotations__)
    assert [name for name in names if f"`{name}`" not in README] == []


def test_it_says_every_default_as_the_center_file_would(
    opened: Callable[[str], nb.Desk], center: str
) -> None:
    numbers = README.partition("## Numbers of an offering")[2]
    rows = re.findall(r"^\| (`.*?) \| (`.*?) \|", numbers, re.MULTILINE)
    lines = []
    for names, values in rows:
        keys, shown = re.findall(r"`(\w+)`", names), re.findall(r"`(.*?)`", values)
        lines += [f"{key} = {shown[min(n, len(shown) - 1)]}" for n, key in enumerate(keys)]
    assert len(lines) > 10
    plain = center.replace('rooms = ["counsel-room"]\n', "") + "\n".join(lines)
    [offering] = [one for one in opened(plain).offerings() if one.id == "counseling"]
    assert offering.policy == Counsel.policy
    assert offering.settings == Settings()


def test_it_names_every_rule() -> None:
    assert [rule for rule in Counsel.texts if f"`{rule}`" not in README] == []


def test_it_names_every_reason() -> None:
    assert [code for code in Counsel.reasons if f"`{code}`" not in README] == []
