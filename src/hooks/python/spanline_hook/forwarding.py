"""Reads whether a function only forwards the name of a span that somebody else gives it, as a decorator's wrapper does."""

import ast
import inspect
import linecache
from types import CodeType
from typing import AbstractSet, Iterator, List, NamedTuple, Optional, Tuple, Union

_STARTS = ("start_span", "start_as_current_span")
_NAMES_OF_FUNCTIONS = ("__name__", "__qualname__")
# Of assignments from one local to the next.
_MOST_STEPS = 3
_RECEIVERS = frozenset(("self", "cls", "__class__"))

_Function = Union[ast.FunctionDef, ast.AsyncFunctionDef]


class Forwarding(NamedTuple):
    """Names of what the function calls and was given: by the functions around it, and as parameters."""

    enclosed: Tuple[str, ...]
    parameters: Tuple[str, ...]


def forwarding_at(code: CodeType, path: str, line: int) -> Optional[Forwarding]:
    """Of the calls that start spans on this line; it reads source, so its answer is kept with the place."""
    parameters = _parameters_of(code)
    given = parameters.union(code.co_freevars) - _RECEIVERS
    if not given or code.co_name.startswith("<"):
        return None
    function = _parse(path, code.co_firstlineno)
    if function is None:
        return None
    offset = code.co_firstlineno - _first_line(function)
    names = [_name_argument(call) for call in _starts_at(function, line - offset)]
    if not names or not all(_is_given(name, given, function, _MOST_STEPS) for name in names):
        return None
    called = {node.func.id for node in ast.walk(function) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)}
    return Forwarding(tuple(called.intersection(code.co_freevars)), tuple(called & parameters))


def _parameters_of(code: CodeType) -> AbstractSet[str]:
    # The lists of further arguments come behind the named ones.
    lists = bool(code.co_flags & inspect.CO_VARARGS) + bool(code.co_flags & inspect.CO_VARKEYWORDS)
    return frozenset(code.co_varnames[: code.co_argcount + code.co_kwonlyargcount + lists])


def _parse(path: str, first: int) -> Optional[_Function]:
    """The one function alone: a file may be long."""
    lines = linecache.getlines(path)[first - 1 :]
    if not lines:
        return None
    try:
        block = "".join(inspect.getblock(lines))
        # Taking the indent away would change texts of several lines.
        tree = ast.parse(f"if True:\n{block}" if block[0].isspace() else block)
    except (SyntaxError, ValueError, IndexError):
        # The file is no longer the one that runs.
        return None
    node: ast.stmt = tree.body[0]
    if isinstance(node, ast.If):
        node = node.body[0]
    return node if isinstance(node, (ast.FunctionDef, ast.AsyncFunctionDef)) else None


def _first_line(function: _Function) -> int:
    """As code counts it: from the first decorator."""
    return min([function.lineno, *(decorator.lineno for decorator in function.decorator_list)])


def _starts_at(function: _Function, line: int) -> Iterator[ast.Call]:
    for node in ast.walk(function):
        if not isinstance(node, ast.Call) or not node.lineno <= line <= (node.end_lineno or node.lineno):
            continue
        called = node.func
        name = called.attr if isinstance(called, ast.Attribute) else called.id if isinstance(called, ast.Name) else None
        if name in _STARTS:
            yield node


def _name_argument(call: ast.Call) -> Optional[ast.expr]:
    if call.args:
        first = call.args[0]
        return first.value if isinstance(first, ast.Starred) else first
    return next((keyword.value for keyword in call.keywords if keyword.arg == "name"), None)


def _is_given(value: Optional[ast.expr], given: AbstractSet[str], function: _Function, steps: int) -> bool:
    """Whether the text comes from outside as it is; one that is put together here has a meaning here."""
    if isinstance(value, ast.Name):
        if value.id in given:
            return True
        assigned = _assigned(function, value.id) if steps > 0 else []
        return any(_is_given(source, given, function, steps - 1) for source in assigned)
    if isinstance(value, ast.BoolOp):
        return any(_is_given(operand, given, function, steps) for operand in value.values)
    if isinstance(value, ast.IfExp):
        return any(_is_given(branch, given, function, steps) for branch in (value.body, value.orelse))
    if isinstance(value, ast.JoinedStr):
        return any(_is_function_name(part.value, given) for part in value.values if isinstance(part, ast.FormattedValue))
    return _is_function_name(value, given)


def _is_function_name(value: Optional[ast.expr], given: AbstractSet[str]) -> bool:
    if not isinstance(value, ast.Attribute) or value.attr not in _NAMES_OF_FUNCTIONS:
        return False
    return isinstance(value.value, ast.Name) and value.value.id in given


def _assigned(function: _Function, name: str) -> List[ast.expr]:
    found: List[ast.expr] = []
    for node in ast.walk(function):
        if isinstance(node, ast.Assign):
            targets, value = node.targets, node.value
        elif isinstance(node, (ast.AnnAssign, ast.NamedExpr)) and node.value is not None:
            targets, value = [node.target], node.value
        else:
            continue
        if any(isinstance(target, ast.Name) and target.id == name for target in targets):
            found.append(value)
    return found
