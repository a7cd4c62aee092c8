"""Does something when a method is about to be called for the first time: a library that is imported may never be used."""

from typing import Any, Callable


def before_first(owner: Any, name: str, run: Callable[[], None]) -> None:
    """`owner` is a class; without such a method nothing is ever done."""
    original = getattr(owner, name, None)
    if original is not None:
        setattr(owner, name, _BeforeFirst(owner, name, original, run))


class _BeforeFirst:
    """Runs when the method is looked up, which leaves no frame in the stack of what it raises."""

    def __init__(self, owner: Any, name: str, original: Any, run: Callable[[], None]) -> None:
        self._owner = owner
        self._name = name
        self._original = original
        self._run = run

    def __get__(self, instance: Any, owner: Any) -> Any:
        if instance is None:
            return self._original.__get__(instance, owner)
        if self._owner.__dict__.get(self._name) is self:
            setattr(self._owner, self._name, self._original)
            self._run()
        # What has run may have put another in its place.
        return getattr(instance, self._name)
