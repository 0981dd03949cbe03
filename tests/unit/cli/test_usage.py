"""What is said of a command line that cannot be read, in both languages."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner, Result

from neighborbook.cli.commands import neighborbook
from tests.unit.cli.conftest import Run

CALLS: dict[tuple[str, ...], tuple[str, str]] = {
    ("slots", "--nix"): ("No such option '--nix'.", "没有选项 '--nix'。"),
    ("slots", "--star", "x"): ("Did you mean", "是否指"),
    ("nix",): ("No such command 'nix'.", "没有命令 'nix'。"),
    ("plugin", "nix"): ("No such command 'nix'.", "没有命令 'nix'。"),
    (): ("Missing command.", "缺少命令。"),
    ("book",): ("Missing argument 'OFFERING'.", "缺少参数 'OFFERING'。"),
    ("close", "hall"): ("Missing option '--start'.", "缺少选项 '--start'。"),
    ("slots", "--start"): ("requires an argument", "选项 '--start' 后须有值。"),
    ("slots", "--json=1"): ("does not take a value", "选项 '--json' 后不能有值。"),
    ("day", "2026-12-01", "x"): ("unexpected extra argument (x)", "多余的参数：x"),
    ("day", "2026-12-01", "x", "y"): ("unexpected extra arguments (x y)", "多余的参数：x y"),
    ("slots", "--headcount", "many"): (
        "Invalid value for '--headcount': 'many' is not a valid integer.",
        "'--headcount' 的值无效：'many' 不是整数。",
    ),
    ("slots", "--limit", "x"): ("'x' is not a valid integer", "'x' 不是整数。"),
    ("slots", "--limit", "0"): ("0 is not in the range x>=1.", "0 不在范围 x>=1 内。"),
    ("settle", "--every", "x"): ("is not a valid float", "'x' 不是数字。"),
    ("publish", __file__): ("is a file.", "是文件。"),
    ("--public", "--as", "li", "day"): ("exclude each other", "不能同时使用"),
}


JSON: dict[tuple[str, ...], dict[str, str]] = {
    ("book", "meeting", "--headcount", "abc"): {
        "path": "headcount",
        "code": "INPUT_INVALID",
        "given": "abc",
        "expected": "a whole number",
    },
    ("settle", "--every", "x"): {"path": "every", "given": "x", "expected": "a number"},
    ("close", "hall"): {"path": "start", "code": "INPUT_MISSING"},
    ("book",): {"path": "offering", "code": "INPUT_MISSING"},
    ("close", "hall", "--kind", "x"): {"expected": "one of resource, offering, center"},
    ("slots", "--star", "x"): {"path": "star", "code": "UNKNOWN_KEY"},
    ("slots", "--start"): {"path": "start", "code": "INPUT_INVALID"},
    ("nix",): {"path": "command", "code": "INPUT_INVALID"},
    ("--public", "--as", "li", "day"): {"path": "command"},
}


@pytest.mark.parametrize("words", JSON, ids=" ".join)
def test_a_program_reads_what_is_wrong_with_its_call_as_any_other_fault(
    run: Run, words: tuple[str, ...]
) -> None:
    for language in ("en", "zh"):
        plain = run("--lang", language, *words)
        failed = run("--lang", language, "--json", *words)
        told = json.loads(failed.stdout)
        assert failed.exit_code == plain.exit_code == told["exit_code"] == 2
        assert told["error"] == "InvalidRequest"
        [fault] = told["faults"]
        assert fault.items() >= JSON[words].items()
        assert told["text"] in failed.stderr
        assert failed.stderr == plain.stderr


def test_a_command_s_own_json_counts_where_its_words_cannot_be_read(run: Run) -> None:
    failed = run("book", "meeting", "--json", "--headcount", "abc")
    assert json.loads(failed.stdout)["faults"][0]["path"] == "headcount"


def said(*words: str) -> Result:
    done = CliRunner().invoke(neighborbook, list(words))
    assert done.exit_code == 2
    assert done.stdout == ""
    return done


@pytest.mark.parametrize("words", CALLS, ids=" ".join)
def test_a_call_that_cannot_be_read_is_said_in_the_language_of_who_asks(
    run: Run, words: tuple[str, ...]
) -> None:
    english, chinese = CALLS[words]
    told = said("--lang", "en", *words).stderr
    assert english in told
    used = "Usage: " in told  # of an option's value click does not say how the command is called
    told = said("--lang", "zh", *words).stderr
    assert chinese in told
    assert "错误：" in told
    assert ("用法：" in told) == ("说明见：neighborbook" in told) == used
    for word in ("Usage", "Error", "Try", "Invalid", "Missing", "valid", "Did you"):
        assert word not in told


@pytest.mark.parametrize(
    "words",
    [
        ("slots", "--nix", "--lang", "zh"),
        ("slots", "--lang=zh", "--nix"),
        ("--nix", "--lang", "zh"),
    ],
    ids=" ".join,
)
def test_the_language_counts_wherever_it_stands(words: tuple[str, ...]) -> None:
    told = said(*words).stderr
    assert told.startswith("用法：")
    assert "没有选项 '--nix'。" in told


def test_the_language_of_the_terminal_counts_where_none_is_named(
    run: Run, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert "没有选项 '--nix'。" in said("slots", "--nix").stderr


def test_no_words_at_all_show_the_help() -> None:
    assert "Commands:" in said("--lang", "en", "plugin").stderr
    assert "命令:" in said("--lang", "zh", "plugin").stderr
