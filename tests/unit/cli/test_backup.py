"""Backups and copies on the command line."""

from __future__ import annotations

import json
from pathlib import Path

from tests.integration.keeping.planting import damage_file
from tests.unit.cli.conftest import Run
from tests.unit.cli.test_check import booked


def test_a_backup_is_made_and_restored(run: Run, tmp_path: Path, day: str) -> None:
    booked(run, day)
    kept, again = tmp_path / "kept", str(tmp_path / "again.db")
    done = run("--json", "backup", str(kept))
    assert done.exit_code == 0
    told = json.loads(done.stdout)
    assert run("backup", "to", str(kept), "--keep", "1").stdout.endswith("1 older ones removed.\n")
    [backup] = kept.glob("*.db")
    assert not Path(told["path"]).exists()
    assert told["audits"][0]["bookings"] == 1
    assert run("--db", again, "backup", "restore", str(backup)).exit_code == 0
    assert run("--db", again, "check", "--head").stdout == run("check", "--head").stdout
    refused = run("--db", again, "backup", "restore", str(backup))
    assert refused.exit_code == 2
    assert "--replace" in refused.stderr
    replaced = run("--db", again, "backup", "restore", str(backup), "--replace")
    assert replaced.exit_code == 0
    assert "before-restore" in replaced.stdout


def test_a_torn_backup_is_refused_and_a_damaged_one_has_its_exit_code(
    run: Run, tmp_path: Path, day: str
) -> None:
    booked(run, day)
    damage_file(str(tmp_path / "book.db"), ["UPDATE booking SET local_start = 'noon'"])
    done = run("backup", str(tmp_path / "kept"))
    assert done.exit_code == 6
    assert "local_start booking" in done.stdout
    [backup] = (tmp_path / "kept").glob("*.db")
    backup.write_bytes(backup.read_bytes()[:-4096])
    torn = run("--db", str(tmp_path / "again.db"), "backup", "restore", str(backup))
    assert torn.exit_code == 4
    assert torn.stderr == (
        f"That could not be done: the backup {backup.name} is torn, or was altered: its digest is "
        "not the one beside it. Take an older one; nothing was restored.\n"
    )
    assert not (tmp_path / "again.db").exists()


def test_what_is_wrong_with_a_backup_is_said_in_chinese_throughout(
    run: Run, tmp_path: Path, day: str
) -> None:
    booked(run, day)
    assert run("backup", str(tmp_path / "kept")).exit_code == 0
    [backup] = (tmp_path / "kept").glob("*.db")
    words = ("backup", "restore", str(backup))
    nowhere = run("--lang", "zh", "--db", str(tmp_path / "no" / "x.db"), *words)
    assert nowhere.stderr == "操作未能完成：x.db 所在的文件夹不存在。请先建立文件夹。\n"
    backup.write_bytes(backup.read_bytes()[:-4096])
    backup.with_name(f"{backup.name}.sha256").unlink()
    torn = run("--lang", "zh", "--db", str(tmp_path / "again.db"), *words)
    assert torn.stderr == f"操作未能完成：备份 {backup.name} 不完整或已损坏。请改用更早的备份。\n"


def test_nothing_is_backed_up_of_what_is_not_there(run: Run, tmp_path: Path) -> None:
    nowhere = str(tmp_path / "nowhere.db")
    assert run("--db", nowhere, "backup", str(tmp_path / "kept")).exit_code == 3
    assert run("--db", nowhere, "copy-to", str(tmp_path / "copy.db")).exit_code == 3
    assert run("backup", str(tmp_path / "kept"), "--keep", "0").exit_code == 2
    assert not (tmp_path / "kept").exists()


def test_a_copy_has_the_same_head(run: Run, tmp_path: Path, day: str) -> None:
    booked(run, day)
    copy = str(tmp_path / "copy.db")
    done = run("--lang", "zh", "copy-to", copy)
    assert done.exit_code == 0
    head = run("check", "--head").stdout.strip()
    assert head in done.stdout
    assert run("--db", copy, "check", "--anchor", head).exit_code == 0
    refused = run("copy-to", copy)
    assert refused.exit_code == 2
    assert "without this center" in refused.stderr


def test_nobody_takes_the_whole_database_in_a_person_s_name(run: Run, tmp_path: Path) -> None:
    kept, copy = str(tmp_path / "kept"), str(tmp_path / "copy.db")
    for words in (("backup", kept), ("backup", "restore", kept), ("copy-to", copy)):
        assert run("--as", "li-wei", *words).exit_code == 2
        assert run("--public", *words).exit_code == 2
    assert not (tmp_path / "kept").exists()
    assert not (tmp_path / "copy.db").exists()
