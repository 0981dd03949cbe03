"""How the demonstration speaks: chapters, lines, and tables of counts."""

from __future__ import annotations

import textwrap
from collections.abc import Mapping

import click

from neighborbook.cli.as_text import width

WIDTH = 100


def chapter(title: str) -> None:
    """Begin a new part of the story."""
    click.echo(f"\n{title}\n{'-' * width(title)}")


def tell(text: str = "", *, indent: str = "") -> None:
    """Say something, wrapped to the width of the story."""
    click.echo(textwrap.fill(text, WIDTH, initial_indent=indent, subsequent_indent=indent))


def show(block: str) -> None:
    """Show lines as they are: a board, a command."""
    click.echo(block)


def counts(counted: Mapping[str, int]) -> None:
    """Tell a tally, the largest number first."""
    for name, number in sorted(counted.items(), key=lambda each: (-each[1], each[0])):
        click.echo(f"  {number:>5}  {name}")
