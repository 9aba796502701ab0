"""What can be read from our own source without running it: sizes, long functions, ways past the gate, receivers."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from ops import repository
from ops.places import ROOT

LONG_FILE, VERY_LONG_FILE = 300, 500  # lines
LONG_FUNCTION = 40  # lines
SOURCE = {".py", ".html", ".css", ".js", ".sh", ".sql"}
NOT_WRITTEN_BY_HAND = re.compile(r"/migrations/\d{4}_initial\.py$")
Function = ast.FunctionDef | ast.AsyncFunctionDef


def sources(*suffixes: str) -> Iterator[tuple[Path, str]]:
    """Every file of ours with one of these suffixes, relative to the repository, with its text."""
    for file in repository.files():
        name = file.relative_to(ROOT)
        if file.suffix in (suffixes or SOURCE) and not NOT_WRITTEN_BY_HAND.search(f"/{name}"):
            yield name, file.read_text()


def lines_by_room() -> dict[str, int]:
    """Lines of Python that are not blank, by top-level directory."""
    rooms: dict[str, int] = {}
    for name, text in sources(".py"):
        rooms[name.parts[0]] = rooms.get(name.parts[0], 0) + sum(1 for line in text.splitlines() if line.strip())
    return rooms


def long_files() -> Iterator[tuple[int, str]]:
    """Files over LONG_FILE lines, with their length."""
    for name, text in sources():
        if (length := text.count("\n")) > LONG_FILE:
            yield length, str(name)


def functions(tree: ast.AST) -> Iterator[Function]:
    """Every function and method in a module."""
    return (node for node in ast.walk(tree) if isinstance(node, Function))


def long_functions() -> Iterator[tuple[int, str]]:
    """Functions over LONG_FUNCTION lines, with their length."""
    for name, text in sources(".py"):
        for function in functions(ast.parse(text)):
            length = (function.end_lineno or function.lineno) - function.lineno + 1
            if length > LONG_FUNCTION:
                yield length, f"{name}:{function.lineno} {function.name}"


def ways_past_the_gate() -> Iterator[str]:
    """`Model.objects.…` in a view or an API that does not go through `visible_to`."""
    for name, text in sources(".py"):
        if name.parts[0] in ("tests", "ops") or not re.search(r"/(views|api)(/|\.py$)", str(name)):
            continue
        for line, manager in managers_used_bare(text):
            yield f"{name}:{line} {manager}"


def managers_used_bare(text: str) -> Iterator[tuple[int, str]]:
    """Where a module starts from `Model.objects` and does not go on to `visible_to`: the line, and the manager."""
    tree = ast.parse(text)
    parents = {child: node for node in ast.walk(tree) for child in ast.iter_child_nodes(node)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and node.attr == "objects" and "visible_to" not in chain(node, parents):
            yield node.lineno, ast.unparse(node)


def chain(node: ast.AST, parents: dict[ast.AST, ast.AST]) -> set[str]:
    """The names that follow: of `Case.objects.open().visible_to(p)`, from `objects` on: open and visible_to."""
    names: set[str] = set()
    while (parent := parents.get(node)) is not None:
        if isinstance(parent, ast.Attribute):
            names.add(parent.attr)
        elif not (isinstance(parent, ast.Call) and parent.func is node):
            break
        node = parent
    return names


def receivers() -> Iterator[str]:
    """Signals: code that runs where nobody sees it called."""
    pattern = re.compile(
        r"^\s*@receiver\b|\b(?:pre|post)_(?:save|delete|init)\.connect\(|\bm2m_changed\.connect\(", re.M
    )
    for name, text in sources(".py"):
        if name.parts[0] not in ("tests", "ops"):
            for found in pattern.finditer(text):
                yield f"{name}:{text.count(chr(10), 0, found.start()) + 1}"


def rows_of_the_access_table() -> set[str]:
    """The names of addresses that tests/access/rows_*.py declare."""
    declared: set[str] = set()
    for file in (ROOT / "tests" / "access").glob("rows_*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Dict):
                declared |= {
                    key.value for key in node.keys if isinstance(key, ast.Constant) and isinstance(key.value, str)
                }
    return declared


def tests_that_count_queries() -> str:
    """The text of every test that counts queries, with the helpers in its module that it might call by name."""
    texts = []
    for name, text in sources(".py"):
        if name.parts[0] == "tests":
            for function in functions(ast.parse(text)):
                body = ast.get_source_segment(text, function) or ""
                if "num_queries" in body or "CaptureQueries" in body:
                    texts.append(body)
    return "\n".join(texts)
