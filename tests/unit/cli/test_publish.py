"""Publishing on the command line: once, again and again, and the links of those who have one."""

from __future__ import annotations

import json
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from neighborbook.cli.commands.publish import publish as command
from neighborbook.publish import publishing
from tests.unit.cli.conftest import Run
from tests.unit.cli.test_verbs import answer, booked


@pytest.fixture
def public(tmp_path: Path) -> Path:
    return tmp_path / "public"


def link(run: Run, public: Path, party: str = "acme") -> Path:
    return public / run("publish", str(public), "--link", party).stdout.strip()


def test_a_folder_is_written_and_left_alone_without_news(run: Run, public: Path, day: str) -> None:
    booked(run, day)
    first = run("publish", str(public), "--days", "2")
    assert first.exit_code == 0
    assert first.stdout.startswith(f"{public}: ")
    assert len(list((public / "days").iterdir())) == 2
    assert b"SUMMARY:Busy" in (public / "rooms/study.ics").read_bytes()
    again = run("publish", str(public), "--days", "2")
    assert "0 files written, 0 removed" in again.stdout


def test_what_a_run_did_is_told_without_the_names_that_are_secrets(
    run: Run, public: Path, day: str
) -> None:
    booked(run, day)
    told = run("--json", "publish", str(public))
    found = json.loads(told.stdout)
    assert found["private_written"] == 1
    assert "private/index.html" in found["written"]
    assert {"index.html", "rooms/hall.ics"} <= set(found["written"])
    assert link(run, public).name not in told.output
    assert "写入" in run("--lang", "zh", "publish", str(public)).stdout


def test_a_link_leads_to_a_party_s_own_calendar(run: Run, public: Path, day: str) -> None:
    booked(run, day, "--title", "Choir")
    early = run("publish", str(public), "--link", "acme")
    assert early.exit_code == 0
    assert "publish first" in early.stderr
    assert not public.exists()
    run("publish", str(public))
    assert b"Choir" in link(run, public).read_bytes()
    found = answer(run, "publish", str(public), "--link", "acme")
    assert found == {"party": "acme", "path": early.stdout.strip()}
    assert run("publish", str(public), "--link", "acme").stderr == ""


def test_the_calendar_of_who_was_erased_goes_and_all_others_are_published(
    run: Run, public: Path, day: str
) -> None:
    assert run("person", "add", "acme", "--name", "Acme").exit_code == 0
    run("cancel", booked(run, day)["id"])
    run("publish", str(public))
    of_acme = link(run, public)
    assert of_acme.exists()
    assert run("person", "erase", "acme").exit_code == 0
    done = run("publish", str(public))
    assert done.exit_code == 0, done.output
    assert not of_acme.exists()
    assert not any(b"erased-" in one.read_bytes() for one in public.rglob("*") if one.is_file())


def test_a_revoked_link_is_gone_at_once_and_another_takes_its_place(
    run: Run, public: Path, day: str
) -> None:
    booked(run, day)
    run("publish", str(public))
    old = link(run, public)
    content = old.read_bytes()
    done = run("publish", str(public), "--revoke", "acme")
    new = public / done.stdout.strip()
    assert (done.exit_code, new != old, old.exists()) == (0, True, False)
    assert new.read_bytes() == content
    assert link(run, public) == new
    found = answer(run, "publish", str(public))
    assert (found["private_written"], found["private_removed"]) == (0, 0)


def test_a_link_is_revoked_also_where_no_folder_is(run: Run, public: Path) -> None:
    old = link(run, public)
    assert run("publish", str(public), "--revoke", "acme").exit_code == 0
    assert link(run, public) != old
    assert not public.exists()


def test_without_private_calendars_there_is_no_secret(
    run: Run, public: Path, day: str, tmp_path: Path
) -> None:
    booked(run, day)
    assert run("publish", str(public), "--no-private").exit_code == 0
    assert not (public / "private").exists()
    assert not list(tmp_path.glob("*.secret"))


def test_the_secret_lies_beside_the_database_or_where_it_is_said(
    run: Run, public: Path, tmp_path: Path
) -> None:
    beside = link(run, public)
    assert (tmp_path / "book.db.secret").exists()
    same = run("--db", f"sqlite:///{tmp_path / 'book.db'}", "publish", "public", "--link", "acme")
    assert same.stdout.strip() == f"private/{beside.name}"
    words = ("publish", "public", "--link", "acme", "--secret", str(tmp_path / "other"))
    assert run(*words).stdout != same.stdout
    assert (tmp_path / "other").exists()


def test_links_that_are_given_out_do_not_change_by_a_mistyped_secret(
    run: Run, public: Path, day: str, tmp_path: Path
) -> None:
    booked(run, day)
    assert run("publish", str(public)).exit_code == 0
    mine, nowhere, other = link(run, public), tmp_path / "typo", tmp_path / "other"
    assert run("publish", str(tmp_path / "elsewhere"), "--secret", str(other)).exit_code == 0
    for secret in (nowhere, other):
        for more in ((), ("--link", "acme"), ("--revoke", "acme")):
            failed = run("--json", "publish", str(public), "--secret", str(secret), *more)
            assert failed.exit_code == 2
            assert [each["path"] for each in json.loads(failed.stdout)["faults"]] == ["secret"]
            assert "--new-secret" in failed.stderr
    assert (nowhere.exists(), mine.exists()) == (False, True)
    assert "密钥" in run("--lang", "zh", "publish", str(public), "--secret", str(nowhere)).stderr
    meant = run("publish", str(public), "--secret", str(nowhere), "--new-secret")
    assert (meant.exit_code, mine.exists()) == (0, False)
    assert run("publish", str(public), "--secret", str(nowhere)).exit_code == 0
    assert run("publish", str(public)).exit_code == 2


@pytest.mark.parametrize(
    ("words", "faults"),
    [
        (("--link", "acme", "--every", "1", "--no-private"), ["every", "no-private"]),
        (("--link", "acme", "--revoke", "acme"), ["revoke"]),
        (("--revoke", "acme", "--every", "1"), ["every"]),
        (("--link", ""), ["party"]),
    ],
)
def test_options_that_contradict_each_other_are_refused(
    run: Run, public: Path, words: tuple[str, ...], faults: list[str]
) -> None:
    failed = run("--json", "publish", str(public), *words)
    assert failed.exit_code == 2
    assert [each["path"] for each in json.loads(failed.stdout)["faults"]] == faults
    chinese = run("--lang", "zh", "publish", str(public), *words)
    assert "请改正" in chinese.stderr
    assert not public.exists()


def test_a_database_on_a_server_needs_a_place_for_the_secret(run: Run, public: Path) -> None:
    words = ("--db", "postgresql://nowhere.invalid/book", "publish", str(public))
    failed = run(*words)
    assert (failed.exit_code, "--secret FILE" in failed.stderr) == (2, True)
    assert "服务器" in run("--lang", "zh", *words).stderr


@pytest.mark.parametrize("who", [("--as", "li-wei"), ("--public",)])
def test_publishing_is_for_the_trusted_program(
    run: Run, public: Path, who: tuple[str, ...]
) -> None:
    failed = run(*who, "publish", str(public), "--link", "acme")
    assert (failed.exit_code, failed.stdout) == (2, "")


def test_a_folder_of_somebody_else_is_left_as_it_is(run: Run, public: Path) -> None:
    diary = public / "private/diary.txt"
    diary.parent.mkdir(parents=True)
    diary.write_text("mine", encoding="ascii")
    (public / "private/.htaccess").write_text("Options -Indexes", encoding="ascii")
    failed = run("publish", str(public))
    assert (failed.exit_code, "private/diary.txt" in failed.stderr) == (2, True)
    assert diary.exists()
    assert not (public / "index.html").exists()
    diary.unlink()
    assert run("publish", str(public)).exit_code == 0
    assert (public / "private/.htaccess").exists()


@pytest.mark.parametrize("name", ["index.html", "rooms/hall.ics", "days/2020-01-01.html"])
def test_a_file_that_no_run_has_written_is_neither_replaced_nor_removed(
    run: Run, public: Path, name: str
) -> None:
    mine = public / name
    mine.parent.mkdir(parents=True, exist_ok=True)
    mine.write_text("<!doctype html><title>My own page</title>", encoding="ascii")
    failed = run("--json", "publish", str(public))
    assert failed.exit_code == 2
    assert [each["given"] for each in json.loads(failed.stdout)["faults"]] == [name]
    assert mine.read_text(encoding="ascii").endswith("My own page</title>")
    assert [path for path in public.rglob("*") if path.is_file()] == [mine]


def test_what_lies_under_a_name_that_is_a_secret_is_not_told(run: Run, public: Path) -> None:
    damaged = public / f"private/{'a' * 40}.ics"
    damaged.parent.mkdir(parents=True)
    damaged.write_bytes(b"")
    failed = run("publish", str(public))
    assert (failed.exit_code, "aaaa" in failed.output) == (2, False)


def test_so_many_days_are_published_as_by_the_library() -> None:
    (days,) = (each for each in command.params if each.name == "days")
    assert days.default == publishing.DAYS


def test_again_and_again_it_publishes_what_is_new_until_it_is_stopped(
    run: Run, public: Path, day: str, tmp_path: Path
) -> None:
    if sys.platform == "win32":
        pytest.skip("Windows has no signal that a parent could send to end it in order")
    program = [sys.executable, "-m", "neighborbook.cli", "--db", str(tmp_path / "book.db")]
    words = [*program, "--json", "publish", str(public), "--every", "0.1"]
    with subprocess.Popen(
        words, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True
    ) as going:
        assert going.stdout is not None
        assert going.stderr is not None
        assert "index.html" in json.loads(going.stdout.readline())["written"]
        booked(run, day)
        told = json.loads(going.stdout.readline())
        assert (f"days/{day}.html" in told["written"], told["private_written"]) == (True, 1)
        old = link(run, public)
        assert run("publish", str(public), "--revoke", "acme").exit_code == 0
        run("book", "meeting", "--start", f"{day} 18:00", "--length", "1h", "--organizer", "li")
        while f"days/{day}.html" not in json.loads(going.stdout.readline())["written"]:
            pass
        patience = time.monotonic() + 30
        while old.exists() and time.monotonic() < patience:
            time.sleep(0.1)
        going.send_signal(signal.SIGINT)
        assert going.wait(timeout=30) == 0
        assert going.stderr.read() == ""
    assert not old.exists()  # not even for a moment after that is it published again
    assert link(run, public).exists()


def test_a_place_that_cannot_be_written_is_named_with_what_helps(
    run: Run, tmp_path: Path, public: Path
) -> None:
    public.mkdir()
    (public / "days").write_text("mine", encoding="ascii")
    english = run("publish", str(public), "--no-private")
    assert english.exit_code == 4
    assert english.stderr.startswith(f"{public}/days/")
    assert "Move it away, or name another place." in english.stderr
    chinese = run("--lang", "zh", "publish", str(public), "--no-private")
    assert "请将其移开，或另选位置。" in chinese.stderr
    (tmp_path / "bad.secret").write_text("{}", encoding="ascii")
    broken = run("publish", str(public), "--secret", str(tmp_path / "bad.secret"))
    assert broken.stderr.startswith(f"{tmp_path / 'bad.secret'}: it holds no secret")
    assert "database" not in broken.stderr + english.stderr


@pytest.mark.skipif(sys.platform == "win32", reason="no signal there could end it in order")
def test_an_error_of_one_round_is_said_and_the_next_one_tries_again(
    run: Run, public: Path, tmp_path: Path
) -> None:
    import filelock

    program = [sys.executable, "-m", "neighborbook.cli", "--db", str(tmp_path / "book.db")]
    link(run, public)
    with filelock.FileLock(tmp_path / "book.db.secret.lock") as held:
        going = subprocess.Popen(
            [*program, "--lang", "zh", "publish", str(public), "--every", "0.1"],
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        assert going.stderr is not None
        assert "请重试" in going.stderr.readline()
        held.release()
        assert going.stdout is not None
        assert "写入" in going.stdout.readline()
        going.send_signal(signal.SIGINT)
        assert going.wait(timeout=30) == 0
        going.stdout.close()
        going.stderr.close()
