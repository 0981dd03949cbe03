"""What click says of a call that it cannot read, said in the language of who asks.

click looks its own texts up by gettext, for one language in the whole process, by its environment;
a command of ours is in the language that this call names. So its errors are caught where they come
up, and are shown in our words; the exit code stays click's.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from itertools import pairwise
from types import MappingProxyType
from typing import IO, Any

import click
from click.exceptions import NoArgsIsHelpError

from neighborbook.cli.words import LANGUAGES, own_language, say
from neighborbook.fault_texts import in_chinese

SAID: Mapping[str, str] = MappingProxyType(
    {
        "{said} Did you mean {word}?": "{said}是否指 {word}？",
        "{said} (Did you mean one of: {words}?)": "{said}是否指以下之一：{words}？",
        "No such option {name}.": "没有选项 {name}。",
        "No such command {name}.": "没有命令 {name}。",
        "Missing command.": "缺少命令。",
        "Missing argument {name}.": "缺少参数 {name}。",
        "Missing option {name}.": "缺少选项 {name}。",
        "Option {name} requires an argument.": "选项 {name} 后须有值。",
        "Option {name} does not take a value.": "选项 {name} 后不能有值。",
        "Got unexpected extra argument ({words})": "多余的参数：{words}",
        "Got unexpected extra arguments ({words})": "多余的参数：{words}",
        "Invalid value for {name}: {why}": "{name} 的值无效：{why}",
        "{given} is not a valid integer.": "{given} 不是整数。",
        "{given} is not a valid integer range.": "{given} 不是整数。",
        "{given} is not a valid float range.": "{given} 不是数字。",
        "{given} is not one of {words}.": "{given} 不是以下之一：{words}。",
        "{given} is not in the range {range}.": "{given} 不在范围 {range} 内。",
        "{kind} {path} is a file.": "{kind} {path} 是文件。",
        "{kind} {path} is a directory.": "{kind} {path} 是文件夹。",
        "give a file, or --undo with a batch": "请给出文件，或用 --undo 给出批次",
        "{options}: not with {what}": "{options}：不能与 {what} 一起使用",
        "{option} does not go with --organization, or needs it": (
            "{option} 不能与 --organization 一起使用，或必须一起使用"
        ),
        "--keep {given}: write CLASS=LENGTH, such as booking=1095d": (
            "--keep {given}：请写作 CLASS=LENGTH，如 booking=1095d"
        ),
        "it takes the whole database, so nobody is asked: leave --as and --public out": (
            "此命令涉及整个数据库，不以任何人的名义：请去掉 --as 和 --public"
        ),
        "Directory": "文件夹",
        "File": "文件",
        "Path": "路径",
    }
)
"""What click and the commands say of a call, in Chinese; what is not here stays as it is."""


class Told(click.UsageError):
    """An error of usage in the language of who asks, told to programs already."""

    def __init__(self, message: str, ctx: click.Context | None, language: str) -> None:
        super().__init__(message, ctx)
        self.language = language

    def show(self, file: IO[Any] | None = None) -> None:
        """Print how the command is called, where its help is, and what is wrong."""
        if self.ctx is not None:
            hint = say("try_help", self.language, command=self.ctx.command_path)
            click.echo(f"{self.ctx.get_usage()}\n{hint}\n", file=file, err=True)
        click.echo(say("usage_error", self.language, what=self.message), file=file, err=True)


@contextmanager
def usage_told(context: click.Context | None, words: Sequence[str] = ()) -> Iterator[None]:
    """Let errors of usage within be shown in the language of who asks.

    Args:
        context: the innermost that there is already, or ``None``.
        words: of the command line, where they are not read yet.
    """
    try:
        yield
    except (Told, NoArgsIsHelpError):
        raise
    except click.UsageError as error:
        language = _asked_in(words) or language_of(error.ctx or context)
        json = _asks_json(context, words)
        if language != "zh" and not json:
            raise
        if error.ctx is not None:
            error.ctx.params["own"] = language  # its usage is shown in it, too
        message = error.format_message()
        said = in_chinese(message, SAID) if language == "zh" else message
        if json:
            from neighborbook.cli.as_json import as_json
            from neighborbook.cli.usage_faults import usage_failure

            click.echo(as_json(usage_failure(error, said), language))
        raise Told(said, error.ctx, language) from error


def language_of(context: click.Context | None) -> str:
    """Return the language in which is asked: the command's own, else the program's."""
    for each in () if context is None else (context, context.find_root()):
        for name in ("own", "language"):
            said = each.params.get(name)
            if said in LANGUAGES:
                return str(said)
    return own_language()


def _asks_json(context: click.Context | None, words: Sequence[str]) -> bool:
    """Whether a program reads the answer, though something in the call cannot be read."""
    known = () if context is None else (context, context.find_root())
    named = (each.params.get(name) for each in known for name in ("json", "own_json"))
    return "--json" in words or any(named)


def _asked_in(words: Sequence[str]) -> str | None:
    """Return the language that a command line asks for, though something in it cannot be read."""
    spelled = [part for word in words for part in word.split("=", 1)]
    for option, value in pairwise(spelled):
        if option == "--lang" and value in LANGUAGES:
            return value
    return None
