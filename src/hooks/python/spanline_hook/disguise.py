"""Names the hook's functions as Python's own frozen ones: a debugger that steps into user code only steps over them."""

from types import CodeType, FunctionType, ModuleType


def disguise(*modules: ModuleType) -> None:
    """debugpy takes any file outside of site-packages for the user's; a name in angle brackets it does not."""
    for module in modules:
        name = f"<frozen {module.__name__}>"
        owners = [module, *(value for value in vars(module).values() if isinstance(value, type))]
        for owner in owners:
            if getattr(owner, "__module__", module.__name__) != module.__name__:
                continue
            for value in vars(owner).values():
                if isinstance(value, FunctionType) and value.__module__ == module.__name__:
                    value.__code__ = _renamed(value.__code__, name)


def _renamed(code: CodeType, name: str) -> CodeType:
    consts = tuple(_renamed(const, name) if isinstance(const, CodeType) else const for const in code.co_consts)
    return code.replace(co_filename=name, co_consts=consts)
