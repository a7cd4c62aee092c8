"""Instruments Django once its settings are there: earlier, its instrumentation would put settings of its own in their place."""

from typing import Any, Callable


def before_middleware(module: object, run: Callable[[], None]) -> None:
    """`module` is `django.core.handlers.base`, whose class loads the list that an instrumentation adds to."""
    handler: Any = getattr(module, "BaseHandler", None)
    original = getattr(handler, "load_middleware", None)
    if original is not None:
        handler.load_middleware = _BeforeFirst(handler, original, run)


class _BeforeFirst:
    """Runs when the method is looked up, which leaves no frame in the stack of what it raises."""

    def __init__(self, handler: Any, original: Any, run: Callable[[], None]) -> None:
        self._handler = handler
        self._original = original
        self._run = run

    def __get__(self, instance: Any, owner: Any) -> Any:
        if instance is not None:
            self._handler.load_middleware = self._original
            self._run()
        return self._original.__get__(instance, owner)
