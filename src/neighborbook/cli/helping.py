"""The help in the language of who asks: what click says, said in English or Chinese."""

from __future__ import annotations

import click

from neighborbook.cli.words import LANGUAGES, own_language, say


def language_of(context: click.Context) -> str:
    """Return the language in which help was asked for: the command's own, else the program's."""
    for each in (context, context.find_root()):
        for name in ("own", "language"):
            said = each.params.get(name)
            if said in LANGUAGES:
                return str(said)
    return own_language()


def help_of(command: click.Command, language: str) -> str:
    """Return what a command says of itself."""
    if language == "zh":
        from neighborbook.cli.help_zh import COMMANDS

        return COMMANDS.get(command.name or "", command.help or "")
    return command.help or ""


class Helped(click.Command):
    """A command whose help is in the language of who asks, and may end with an example."""

    example = ""

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

    return text.replace(said, OPTIONS.get(said, said), 1)  # what click adds stays: its default


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
