"""Whether a process is one of the user's own: PYTHONPATH reaches every Python below the launch, package managers included."""

from __future__ import annotations

import os

TYPE_CHECKING = False
if TYPE_CHECKING:
    from typing import Sequence

# Modules and scripts that work beside the user's program and trace nothing themselves.
_TOOLS = frozenset(
    (
        "black conda ensurepip flake8 hatch isort mypy nox pdm pip pip3 pipenv pipx poetry pre-commit pre_commit pylint pyright "
        "ruff tox uv venv virtualenv"
    ).split()
)


def should_run(argv: Sequence[str], given: Sequence[str]) -> bool:
    """`given` are the arguments of Python itself, known since 3.10: while `site` runs, `argv` does not name a module."""
    program = argv[0] if argv else ""
    if program != "-m":
        name = os.path.basename(program)
        return (name[:-4] if name.endswith(".exe") else name) not in _TOOLS
    # "-m name" and "-mname" come right before the program's own arguments.
    module = given[-len(argv)] if len(given) > len(argv) else ""
    if module.startswith("-"):
        module = module[module.find("m") + 1 :]
    return module.split(".")[0] not in _TOOLS
