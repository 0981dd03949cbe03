"""What pytest has to know about the whole checkout."""

from __future__ import annotations

import os

from hypothesis import settings

# Alembic runs these itself; imported by anybody else they fail.
collect_ignore_glob = ["src/*/migrations/*", "plugins/*/migrations/*"]

# How long one example takes says more about the machine than about the code. Where a change is
# judged, the same examples run each time; new ones are sought wherever somebody develops.
settings.register_profile("neighborbook", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("neighborbook")
