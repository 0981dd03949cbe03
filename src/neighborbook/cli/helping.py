"""The help in the language of who asks: what click says, said in English or Chinese."""

from __future__ import annotations

import inspect

import click

from neighborbook.cli.usage import language_of, usage_told
from neighborbook.cli.words import say


def help_of(command: click.Command, language: str) -> str:
    """Return what a command says of itself: paragraphs, of which click wraps the lines anew."""
    if language == "zh":
        from neighborbook.cli.help_zh import COMMANDS

        said = COMMANDS.get(command.name or "", "")
        if said:
            return "\n\n".join(map(_unbroken, said.split("\n\n")))
    return inspect.cleandoc(command.help or "")


def _unbroken(paragraph: str) -> str:
    """Return a Chinese paragraph as one line: click would put a blank where a line ends."""
    as_it_is = paragraph.startswith("\b")
    return paragraph if as_it_is else paragraph.replace("\n", "")


class Helped(click.Command):
    """A command whose help is in the language of who asks, and may end with an example."""

    example = ""

    def make_context(
        self,
        info_name: str | None,
        args: list[str],
        parent: click.Context | None = None,
        **extra: object,
    ) -> click.Context:
        """Read the words of a call; what is wrong with them is said in the language of the call."""
        with usage_told(parent, tuple(args)):
            return super().make_context(info_name, args, parent, **extra)

    def invoke(self, ctx: click.Context) -> object:
        """Do what is asked; what click finds wrong is said in the language of the call."""
        with usage_told(ctx):
            return super().invoke(ctx)

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write how it is called."""
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, f"{say('usage', language_of(ctx))} ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what it does."""
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(help_of(self, language_of(ctx)))

    def format_arguments(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each argument is."""
        found = self._records(ctx, click.Argument)
        if found:
            with formatter.section(say("arguments", language_of(ctx))):
                formatter.write_dl(found)

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each option is for."""
        with formatter.section(say("options", language_of(ctx))):
            formatter.write_dl(self._records(ctx, click.Option))

    def _records(self, ctx: click.Context, kind: type[click.Parameter]) -> list[tuple[str, str]]:
        language = language_of(ctx)
        return [
            (record[0], _translated(each, record[1], language))
            for each in self.get_params(ctx)
            if isinstance(each, kind) and (record := each.get_help_record(ctx)) is not None
        ]

    def format_epilog(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write the example as it is to be typed."""
        if not self.example:
            return
        with formatter.section(say("example", language_of(ctx))):
            for line in self.example.splitlines():
                formatter.write(f"{'':>{formatter.current_indent}}{line}\n")


def _translated(parameter: click.Parameter, text: str, language: str) -> str:
    said = getattr(parameter, "help", None)
    if language != "zh" or not isinstance(said, str):
        return text
    from neighborbook.cli.help_zh import OPTIONS

    translated = text.replace(said, OPTIONS.get(said, said), 1)
    for english, chinese in _ADDED.items():  # by click
        translated = translated.replace(english, chinese)
    return translated


_ADDED = {"[default: ": "[默认：", "[required]": "[必填]"}


class Group(Helped, click.Group):
    """A group of commands, listed in the language of who asks."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Write what each option is for, then the commands."""
        super().format_options(ctx, formatter)
        self.format_commands(ctx, formatter)

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """List the commands."""
        language = language_of(ctx)
        found = [(name, self.get_command(ctx, name)) for name in self.list_commands(ctx)]
        with formatter.section(say("commands", language)):
            write_commands(formatter, [(n, c) for n, c in found if c is not None], language)


def write_commands(
    formatter: click.HelpFormatter,
    commands: list[tuple[str, click.Command]],
    language: str,
    widest: int = 0,
) -> None:
    """Write a line for each command: its name, and the first sentence of what it says.

    Args:
        widest: how wide names are at least, so that several lists line up.
    """
    room = formatter.width - max([widest, *(len(name) for name, _ in commands)]) - 6
    formatter.write_dl(
        [(name.ljust(widest), short_help(each, language, room)) for name, each in commands]
    )


def short_help(command: click.Command, language: str, room: int) -> str:
    """Return the first sentence of what a command says of itself, in so many columns."""
    if language == "zh":
        return help_of(command, language).partition("\n")[0]
    return command.get_short_help_str(room)
