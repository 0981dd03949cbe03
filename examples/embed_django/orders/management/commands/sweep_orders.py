"""``python manage.py sweep_orders``: at start-up, and every minute from cron."""

from __future__ import annotations

from django.core.management.base import BaseCommand

from examples.embed_django.orders import rooms


class Command(BaseCommand):
    """Give every order its room that a crash has left without one."""

    help = "Confirm the rooms of orders that were committed."

    def handle(self, **options: object) -> None:
        """Sweep, let neighborbook write down what time has done, and say what is left."""
        left = rooms.sweep()
        rooms.desk().settle()
        self.stdout.write(f"orders without a room: {left}")
