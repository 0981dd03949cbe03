"""The likes of one value, when thousands of them differ in a field or two."""

from __future__ import annotations

from collections.abc import Callable
from typing import TypeVar

import attrs

T = TypeVar("T", bound=attrs.AttrsInstance)


def likes_of(one: T) -> Callable[..., T]:
    """Return what makes the like of a value: ``attrs.evolve``, but without setting each field anew.

    Fields that are not named are those of the value. Nothing is validated or converted, so it is
    for classes that do neither, declared with ``slots=False``.

    >>> from neighborbook.domain.slot import Request
    >>> nine = Request(offering="room", start=9, end=10, organizer="firm-001")
    >>> likes_of(nine)(start=10, end=11) == attrs.evolve(nine, start=10, end=11)
    True
    """
    cls: type[T] = type(one)
    same = {field.name: getattr(one, field.name) for field in attrs.fields(cls)}
    new, put = cls.__new__, object.__setattr__  # the class is frozen

    def like(**changed: object) -> T:
        made = new(cls)
        put(made, "__dict__", {**same, **changed})
        return made

    return like
