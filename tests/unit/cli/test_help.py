"""What the help says: every command, grouped, each with an example that can be typed."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator

import click
import pytest
from click.testing import CliRunner

from neighborbook.cli import help_zh
from neighborbook.cli.commands import neighborbook
from neighborbook.cli.options import Command
from neighborbook.cli.program import SECTIONS
from neighborbook.cli.texts import TEXTS

CONTEXT = click.Context(neighborbook, info_name="neighborbook")


def commands() -> Iterator[tuple[str, click.Command]]:
    """Every command with the words by which it is called, those of groups as well."""
    for name in neighborbook.list_commands(CONTEXT):
        found = neighborbook.get_command(CONTEXT, name)
        assert found is not None
        if isinstance(found, click.Group):
            yield from ((f"{name} {inner}", each) for inner, each in found.commands.items())
        else:
            yield name, found


COMMANDS = dict(commands())


def helped(*words: str) -> str:
    done = CliRunner().invoke(neighborbook, [*words, "--help"])
    assert done.exit_code == 0, done.output
    return done.stdout


def test_commands_are_listed_by_what_people_do() -> None:
    told = helped()
    places = [told.index(f"\n{title}:") for title in ("Book", "At the door", "The office", "Read")]
    assert places == sorted(places)
    for section in SECTIONS:
        for name in section.commands:
            assert f"\n  {name} " in told


def test_the_sections_are_named_in_the_language_of_who_asks() -> None:
    told = CliRunner().invoke(neighborbook, ["--lang", "zh", "--help"]).stdout
    assert "\n现场:" in told


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_s_help_ends_with_an_example_that_can_be_typed(name: str) -> None:
    command = COMMANDS[name]
    assert isinstance(command, Command)
    assert helped(*name.split()).rstrip().endswith(command.example)
    words = shlex.split(command.example)
    assert words[0] == "neighborbook"
    at, called = words.index(name.split(maxsplit=1)[0]), name.split()
    assert words[at : at + len(called)] == called
    neighborbook.make_context("neighborbook", words[1 : at + 1])
    command.make_context(name, words[at + len(called) :])  # a wrong option raises


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_says_in_its_help_what_each_word_is_for(name: str) -> None:
    words = COMMANDS[name].params
    assert {each.name for each in words} >= {"own", "own_json"}
    assert [each.name for each in words if not each.help] == []


@pytest.mark.parametrize("name", COMMANDS)
def test_a_command_s_help_is_in_chinese_where_that_is_asked(name: str) -> None:
    command = COMMANDS[name]
    assert isinstance(command, Command)
    for words in (["--lang", "zh", *name.split()], [*name.split(), "--lang", "zh"]):
        done = CliRunner().invoke(neighborbook, [*words, "--help"])
        assert done.stdout.startswith("用法：")
        assert done.stdout.rstrip().endswith(command.example)
        for each in command.params:
            if each.help:
                assert each.help not in done.stdout
        assert command.get_short_help_str(40).rstrip(".") not in done.stdout


def test_nothing_is_translated_that_nobody_says() -> None:
    every = [neighborbook, *COMMANDS.values()]
    said = {each.help for one in every for each in one.params}
    said |= {"Show this message and exit."}
    assert said == set(help_zh.OPTIONS)
    called = {one.name for one in every} | set(neighborbook.list_commands(CONTEXT))
    assert called == set(help_zh.COMMANDS)


def test_a_text_has_the_same_facts_in_both_languages() -> None:
    import string

    def facts(text: str) -> set[str | None]:
        return {name for _, name, _, _ in string.Formatter().parse(text) if name}

    assert [word for word, (en, zh) in TEXTS.items() if facts(en) != facts(zh)] == []
    assert [word for word, (en, zh) in TEXTS.items() if not en or not zh] == []


@pytest.mark.parametrize("name", ["", *COMMANDS])
@pytest.mark.parametrize("language", ["en", "zh"])
def test_a_help_is_paragraphs_that_begin_below_one_another(name: str, language: str) -> None:
    words = ["--lang", language, *name.split(), "--help"]
    told = CliRunner().invoke(neighborbook, words, terminal_width=80).stdout
    head = told.partition("\n\n")[2].partition(":\n")[0].splitlines()[:-1]
    assert head[0].startswith("  ")
    assert not head[0].startswith("   ")
    for line in head:
        # What is indented deeper belongs to a list, whose lines are as they were written.
        assert line.startswith("  ") or not line
        assert "   " not in line.strip() or line.strip().startswith(("1.", "holidays =")), line
        assert not re.search(r"[\u4e00-\u9fff。，；] [\u4e00-\u9fff]", line), line


def test_what_a_list_of_the_help_says_stays_line_by_line() -> None:
    assert (
        "\n  Exit codes: 0 done, 1 refused, 2 invalid request or usage, 3 not found,\n" in helped()
    )
    told = helped("holidays")
    assert "\n  1. pip install -U holidays    or write the days into the center file:\n" in told
    assert "\n       [center]\n" in told


def test_what_click_adds_to_an_option_is_in_chinese() -> None:
    assert "[默认：20; x>=1]" in helped("--lang", "zh", "slots")
    assert helped("--lang", "zh", "close").count("[必填]") == 2
