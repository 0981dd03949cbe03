"""From wheels in an empty environment to a first booking, as a newcomer types it."""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
import venv
from collections.abc import Mapping
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
DISTRIBUTIONS = (ROOT, ROOT / "plugins" / "neighborbook-meeting-room")
INIT = (
    *("init", "--name", "街角之家", "--zone", "Asia/Shanghai", "--country", "CN"),
    *("--hours", "08:00-20:00", "--room", "Training room:40", "--room", "会议室:12", "--yes"),
)


def ran(
    *words: object, cwd: Path = ROOT, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [str(word) for word in words],
        cwd=cwd,
        env=env,
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def wheels(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The wheels of the core and of a plugin, built by what the checks are set up with."""
    out = tmp_path_factory.mktemp("wheels")
    for folder in DISTRIBUTIONS:
        built = ran(
            sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", out, cwd=folder
        )
        assert built.returncode == 0, built.stderr
    return sorted(out.glob("*.whl"))


@pytest.fixture(scope="module")
def scripts(wheels: list[Path], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where the programs of an environment lie in which nothing else is installed."""
    home = tmp_path_factory.mktemp("environment")
    here = Path(sys.executable).parent
    uv = shutil.which("uv") or shutil.which("uv", path=str(here))
    venv.create(home, with_pip=uv is None, symlinks=os.name != "nt")
    scripts = home / here.name
    python = scripts / Path(sys.executable).name
    pip = [uv, "pip", "install", "--python", python] if uv else [python, "-m", "pip", "install"]
    own = ran(*pip, "--no-deps", *wheels)
    assert own.returncode == 0, own.stderr
    pinned = tmp_path_factory.mktemp("pins") / "pins.txt"
    text = (ROOT / "requirements" / "test.txt").read_text(encoding="utf-8")
    pins = re.findall(r"^[a-z0-9-]+==\S+(?: ; [^\\\n]+)?", text, re.MULTILINE)
    pinned.write_text("\n".join(pins), encoding="utf-8")
    rest = ran(*pip, "--constraint", pinned, *wheels)
    if rest.returncode != 0:
        pytest.skip(f"no package index to install from: {rest.stderr.strip().splitlines()[-1]}")
    return scripts


def test_a_newcomer_founds_a_center_and_books_by_what_is_printed(
    scripts: Path, tmp_path: Path
) -> None:
    kept = {k: v for k, v in os.environ.items() if not k.startswith(("NEIGHBORBOOK", "PYTHON"))}
    path = os.pathsep.join((str(scripts), os.environ["PATH"]))
    environment = {**kept, "PATH": path, "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    program = shutil.which("neighborbook", path=str(scripts))
    assert program is not None
    founded = ran(program, *INIT, cwd=tmp_path, env=environment)
    assert founded.returncode == 0, founded.stderr
    steps = [line.strip() for line in founded.stdout.splitlines() if line.startswith("  ")]
    assert len(steps) == 3
    said = ""
    for step in steps:
        typed = ran(program, *shlex.split(step)[1:], cwd=tmp_path, env=environment)
        assert typed.returncode == 0, typed.stderr
        said += typed.stdout
    assert "Training room (training-room)" in said
    assert "Booked: " in said
    assert 'plugins = ["meeting-room"]' in (tmp_path / "center.toml").read_text(encoding="utf-8")
    plugins = ran(program, "plugins", cwd=tmp_path, env=environment)
    assert "enabled by: center" in plugins.stdout
    made = ran(program, "plugin", "new", "tool-library", cwd=tmp_path, env=environment)
    assert made.returncode == 0, made.stderr  # its templates are in the wheel


def test_a_wheel_holds_what_is_no_code_as_well(wheels: list[Path]) -> None:
    from zipfile import ZipFile

    names = {name for wheel in wheels for name in ZipFile(wheel).namelist()}
    assert "neighborbook/py.typed" in names
    assert "neighborbook/cli/plugin_new/template/module.py.txt" in names
    assert "neighborbook_meeting_room/py.typed" in names
