"""An order, in Django's own database."""

from __future__ import annotations

from django.db import models


class Order(models.Model):
    """An evening in the kitchen; ``room`` is empty until its booking is confirmed."""

    id = models.CharField(primary_key=True, max_length=64)
    customer = models.CharField(max_length=100)
    start = models.CharField(max_length=40)
    hold = models.CharField(max_length=64)
    room = models.CharField(max_length=64, blank=True)

    def __str__(self) -> str:
        return f"{self.id}: {self.customer}, {self.start}"
