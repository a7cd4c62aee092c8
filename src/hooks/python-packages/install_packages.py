"""
Installs packages into a folder of their own, never into the environment: `install_packages.py TARGET REQUIREMENT...`, run
by the Python that is to import them. pip's own settings, such as an index or a proxy, are heeded.
"""

import glob
import os
import sys

# Of this program: no pip, nor the one that Python carries for new environments.
NO_PIP = 90


def main(arguments):
    # The folder of this file is no place to import from.
    sys.path[:1] = []
    wheel = None if _has_pip() else _carried_pip()
    if wheel is not None:
        sys.path.insert(0, wheel)
    elif not _has_pip():
        return NO_PIP
    # A folder of its own is none of an environment: what keeps pip out of those does not count, nor where it would put things.
    os.environ["PIP_REQUIRE_VIRTUALENV"] = "0"
    for name in ("PIP_PREFIX", "PIP_ROOT", "PIP_TARGET", "PIP_USER"):
        os.environ.pop(name, None)
    version = "{}.{}".format(*sys.version_info[:2])
    # Pure wheels alone: nothing is built, and nothing but Python's version decides on what comes.
    pure = ["--only-binary=:all:", "--platform=any", "--implementation=py", "--abi=none", "--python-version=" + version]
    # Why an index gave nothing is said in the log alone.
    log = "--log=" + os.path.join(os.path.dirname(arguments[0]), "pip.log")
    manner = [log, "--no-input", "--disable-pip-version-check", "--progress-bar=off"]
    sys.argv = ["pip", "install", "--no-user", *manner, *pure, "--target", arguments[0], *arguments[1:]]
    import runpy

    runpy.run_module("pip", run_name="__main__", alter_sys=True)
    return 0


def _has_pip():
    from importlib.util import find_spec

    return find_spec("pip") is not None


def _carried_pip():
    """The wheel out of which `ensurepip` installs pip; it runs from there as well."""
    try:
        import ensurepip
        import sysconfig
    except ImportError:
        return None
    folders = [os.path.join(os.path.dirname(ensurepip.__file__), "_bundled"), sysconfig.get_config_var("WHEEL_PKG_DIR")]
    found = [path for folder in folders if folder for path in glob.glob(os.path.join(folder, "pip-*.whl"))]
    return found[0] if found else None


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
