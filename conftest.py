"""What pytest has to know about the whole checkout."""

from __future__ import annotations

import os

from hypothesis import settings

# Alembic runs these itself; imported by anybody else they fail.
collect_ignore_glob = ["src/*/migrations/*", "plugins/*/migrations/*"]
# These want a framework that may be missing; their tests import them where it is there.
collect_ignore_glob += ["examples/embed_*/[!t]*.py", "examples/embed_*/orders/*"]

# How long one example takes says more about the machine than about the code. Where a change is
# judged, the same examples run each time; new ones are sought wherever somebody develops.
settings.register_profile("neighborbook", deadline=None, derandomize="CI" in os.environ)
settings.load_profile("neighborbook")
