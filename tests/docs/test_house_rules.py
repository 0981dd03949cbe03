"""What the house rules ask of every file, where a machine can see it."""

from __future__ import annotations

import ast
import json
import re
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
SOURCES = sorted([*ROOT.glob("src/**/*.py"), *ROOT.glob("plugins/*/src/**/*.py")])
PLUGINS = sorted(path.parent for path in ROOT.glob("plugins/*/pyproject.toml"))
REQUIREMENTS = sorted(ROOT.glob("requirements/*.txt"))


def short(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


@pytest.mark.parametrize("path", REQUIREMENTS, ids=short)
def test_requirements_are_pinned_and_hashed_and_name_no_address(path: Path) -> None:
    text = path.read_text(encoding="utf-8")
    assert "://" not in text
    assert "file:" not in text
    requirements = re.split(r"\n(?=\S)", text.strip())
    pinned = re.compile(r"[a-z0-9-]+==\S+( ;[^\\\n]+)?( \\\n    --hash=sha256:[0-9a-f]{64})+")
    assert [each for each in requirements if not pinned.fullmatch(each)] == []


def test_packages_of_node_are_pinned_and_hashed_and_name_no_address() -> None:
    folder = ROOT / "requirements" / "readers"
    text = (folder / "package-lock.json").read_text(encoding="utf-8")
    assert "://" not in text
    assert "file:" not in text
    asked, *packages = json.loads(text)["packages"].values()
    declared = json.loads((folder / "package.json").read_text(encoding="utf-8"))
    assert asked["dependencies"] == declared["dependencies"]
    assert all(re.fullmatch(r"\d+(\.\d+)+", pin) for pin in declared["dependencies"].values())
    assert [each for each in packages if not each["integrity"].startswith("sha512-")] == []


def test_a_package_has_one_version_in_all_requirements() -> None:
    pins = {
        match
        for path in REQUIREMENTS
        for match in re.findall(r"^([a-z0-9-]+)==(\S+)", path.read_text("utf-8"), re.MULTILINE)
    }
    assert len({name for name, _ in pins}) == len(pins)


def test_no_source_file_is_past_400_lines() -> None:
    lengths = {short(path): len(path.read_text("utf-8").splitlines()) for path in SOURCES}
    assert {path: lines for path, lines in lengths.items() if lines > 400} == {}


@pytest.mark.parametrize("plugin", PLUGINS, ids=short)
def test_a_plugin_uses_public_names_alone(plugin: Path) -> None:
    inner = [
        f"{short(path)}:{node.lineno}"
        for path in plugin.glob("src/**/*.py")
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.Import | ast.ImportFrom)
        for name in ([node.module or ""] if isinstance(node, ast.ImportFrom) else names(node))
        if name.startswith("neighborbook.") and name != "neighborbook.testing"
    ]
    assert inner == []


def names(node: ast.Import) -> list[str]:
    return [alias.name for alias in node.names]


@pytest.mark.parametrize("plugin", PLUGINS, ids=short)
def test_a_plugin_is_a_distribution_of_its_own(plugin: Path) -> None:
    declared = tomllib.loads((plugin / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    assert declared["name"] == plugin.name
    assert declared["entry-points"]["neighborbook"]
    assert (plugin / "README.md").exists()
    assert (plugin / "CHANGELOG.md").exists()
    (package,) = (plugin / "src").glob("*/__init__.py")
    assert package.with_name("py.typed").exists()
