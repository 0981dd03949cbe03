"""The settings of the project; a real one keeps its files elsewhere and has a secret of its own."""

from __future__ import annotations

from pathlib import Path

HERE = Path(__file__).parent
SECRET_KEY = "only-for-this-example"  # noqa: S105  it guards nothing
ALLOWED_HOSTS = ["*"]
ROOT_URLCONF = "examples.embed_django.orders.views"
INSTALLED_APPS = ["examples.embed_django.orders"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
USE_TZ = True
DATABASES = {"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": HERE / "orders.db"}}
NEIGHBORBOOK = {"database": HERE / "rooms.db", "center": "kitchen"}
