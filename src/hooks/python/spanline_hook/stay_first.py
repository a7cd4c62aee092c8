"""Keeps the hook's folder first on PYTHONPATH when `opentelemetry-instrument` replaces its process by the user's program."""

import os


def stay_first(module: object, folder: str) -> None:
    """That command puts its own `sitecustomize` first, which runs no other: ours runs it."""
    execl = getattr(module, "execl", None)
    if execl is None or getattr(execl, "is_spanline", False):
        return

    def execl_behind_hook(*args: object) -> None:
        entries = os.environ.get("PYTHONPATH", "").split(os.pathsep)
        os.environ["PYTHONPATH"] = os.pathsep.join([folder, *(entry for entry in entries if entry != folder)])
        execl(*args)

    setattr(execl_behind_hook, "is_spanline", True)
    setattr(module, "execl", execl_behind_hook)
