"""The command line: ``neighborbook``, each command with ``--json`` and ``--lang``.

Exit codes: 0 done · 1 refused · 2 invalid request or usage · 3 not found · 4 storage ·
5 a plugin, or an invariant that did not hold · 6 an audit found damage.
"""

from __future__ import annotations


def main() -> None:
    """Run the command line; what is heavy is imported by the command that needs it."""
    from neighborbook.cli.commands import neighborbook

    neighborbook(prog_name="neighborbook")
