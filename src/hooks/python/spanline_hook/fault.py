"""Where the hook's own errors go: nowhere, as the program's output is the program's, unless a developer of the hook asks."""

import os
import sys

_debugging = os.environ.get("SPANLINE_HOOK_DEBUG") == "1"


def report_fault() -> None:
    """Of the exception that is being handled."""
    if not _debugging:
        return
    try:
        import traceback

        sys.stderr.write("[spanline hook] " + traceback.format_exc())
    except Exception:
        # A closed stderr is no reason to disturb the program.
        pass
