"""Entry of the Python hook, which Python imports at its start from PYTHONPATH: installs it, then runs the next sitecustomize.

Only the first `sitecustomize` on `sys.path` is imported, and others (a distribution's, OpenTelemetry's, the user's) come
after this one. Any Python may find this file, so its syntax is that of the oldest.
"""

import os
import sys


def _install():
    import spanline_hook

    spanline_hook.install(_folder())


def _instrument():
    if os.environ.get("SPANLINE_AUTO") == "on":
        import spanline_hook

        spanline_hook.instrument(_folder())


def _quietly(run):
    if sys.version_info < (3, 8) or os.environ.get("SPANLINE_HOOK") == "off":
        return
    try:
        run()
    except Exception:
        if os.environ.get("SPANLINE_HOOK_DEBUG") == "1":
            import traceback

            traceback.print_exc()


def _folder():
    return os.path.dirname(os.path.abspath(__file__))


def _mend_path():
    """
    A terminal's PYTHONPATH begins with this folder, twice: what a task has in the variable may stick to the second, as the
    editor cannot know whether anything follows.
    """
    here = _folder()
    first, _, rest = os.environ.get("PYTHONPATH", "").partition(os.pathsep)
    entry = rest.split(os.pathsep)[0]
    if first != here or not entry.startswith(here) or entry == here:
        return
    os.environ["PYTHONPATH"] = here + os.pathsep + rest[len(here) :]
    own = os.path.abspath(entry[len(here) :])
    sys.path[:] = [own if item == entry else item for item in sys.path]


def _leave_path():
    """What the program imports and prints is as if this folder had never been there; its children find it by PYTHONPATH."""
    here = os.path.normcase(_folder())
    for entry in list(sys.path):
        if entry and isinstance(entry, str) and os.path.normcase(os.path.abspath(entry)) == here:
            sys.path.remove(entry)
            sys.path_importer_cache.pop(entry, None)


def _run_next():
    """Whatever the next one raises is `site`'s to judge, as it would be without this one."""
    own = sys.modules.pop("sitecustomize", None)
    try:
        import sitecustomize
    except ImportError as error:
        # Python 2 does not name the module.
        missing = getattr(error, "name", None) or str(error).split(" ")[-1]
        if missing != "sitecustomize":
            raise
        # The import that is under way must end with a module.
        if own is not None:
            sys.modules["sitecustomize"] = own


_quietly(_mend_path)
_quietly(_install)
_leave_path()
_run_next()
_quietly(_instrument)
