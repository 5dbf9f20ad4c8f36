"""Writes the contract as TypeScript: `python -m rlbot.monitoring.web.typescript [--check] [PATH]`.

Every struct becomes an interface, a tag becomes a literal field, so unions of tagged structs are discriminated. Field
order is the struct's own. `--check` changes nothing and exits 1 when the file on disk differs.
"""

from __future__ import annotations

import sys
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import get_args

from msgspec import inspect as ins

from rlbot.monitoring.web.contract.base import Asked
from rlbot.monitoring.web.contract.catalogue import ENDPOINTS, LITERALS, STRUCTS, UNIONS

TARGET = Path(__file__).parents[3] / "web" / "src" / "contract" / "generated.ts"
HEAD = (
    "// GENERATED from rlbot/monitoring/web/contract by `python -m rlbot.monitoring.web.typescript`. Do not edit.\n"
    "// *_ns: UTC nanoseconds (a double holds them to 256 ns). null: not known.\n"
)


def _literal(values: Iterable[object]) -> str:
    return " | ".join(f'"{v}"' if isinstance(v, str) else str(v) for v in values)


def _scalar(kind: ins.Type) -> str | None:
    if isinstance(kind, ins.IntType | ins.FloatType):
        return "number"
    if isinstance(kind, ins.BoolType):
        return "boolean"
    if isinstance(kind, ins.StrType):
        return "string"
    if isinstance(kind, ins.NoneType):
        return "null"
    return "unknown" if isinstance(kind, ins.AnyType) else None


class Writer:
    """Turns inspected types into TypeScript; collects the structs it meets."""

    def __init__(self) -> None:
        self.structs: dict[str, str] = {}
        self._named = {frozenset(_values(kind)): name for name, kind in LITERALS.items()}

    def expression(self, kind: ins.Type) -> str:
        """The TypeScript type of `kind`. Raises TypeError for what the contract must not contain."""
        scalar = _scalar(kind)
        if scalar is not None:
            return scalar
        if isinstance(kind, ins.LiteralType):
            return self._named.get(frozenset(kind.values)) or _literal(kind.values)
        if isinstance(kind, ins.UnionType):
            return " | ".join(self.expression(part) for part in kind.types)
        if isinstance(kind, ins.VarTupleType | ins.ListType):
            inner = self.expression(kind.item_type)
            return f"({inner})[]" if " " in inner else f"{inner}[]"
        if isinstance(kind, ins.DictType):
            return f"Record<string, {self.expression(kind.value_type)}>"
        if isinstance(kind, ins.StructType):
            self._struct(kind)
            return kind.cls.__name__
        raise TypeError(f"{kind!r} has no place in the contract: use structs, tuples, dicts, literals or scalars")

    def _struct(self, kind: ins.StructType) -> None:
        name = kind.cls.__name__
        if name in self.structs:
            return
        self.structs[name] = ""  # stands for itself while its own fields are written
        asked = issubclass(kind.cls, Asked)
        lines = ["/**", *(f" * {line}" for line in _sentences(kind.cls.__doc__)), " */"]
        lines.append(f"export interface {name} {{")
        if kind.tag_field is not None:
            lines.append(f'  {kind.tag_field}: "{kind.tag}";')
        for field in kind.fields:
            optional = "?" if asked and not field.required else ""
            lines.append(f"  {field.encode_name}{optional}: {self.expression(field.type)};")
        self.structs.pop(name)  # so that a struct stands after those it is made of
        self.structs[name] = "\n".join([*lines, "}"])


def _sentences(doc: str | None) -> Iterator[str]:
    for line in (doc or "").strip().splitlines():
        if line.strip():
            yield line.strip().replace("*/", "* /")


def _endpoint(method: str, path: str, asked: type | None, answer: type) -> str:
    body = "null" if asked is None else "Record<string, unknown>" if asked is dict else asked.__name__
    return f'  "{method} {path}": {{ body: {body}; answer: {answer.__name__} }};'


def typescript() -> str:
    """The whole file."""
    writer = Writer()
    unions = {name: writer.expression(ins.type_info(kind)) for name, kind in UNIONS.items()}
    for struct in STRUCTS:
        writer.expression(ins.type_info(struct))
    literals = [f"export type {name} = {_literal(_values(kind))};" for name, kind in LITERALS.items()]
    named = [f"export type {name} = {text};" for name, text in unions.items()]
    table = ["export interface Endpoints {", *(_endpoint(*row) for row in ENDPOINTS), "}"]
    return (
        "\n\n".join([HEAD.rstrip(), "\n".join(literals), *writer.structs.values(), "\n".join(named), "\n".join(table)]) + "\n"
    )


def _values(kind: object) -> tuple[object, ...]:
    info = ins.type_info(kind)
    if not isinstance(info, ins.LiteralType):
        raise TypeError(f"{kind!r} is not a Literal")
    return get_args(kind)  # in the order they were written


def main(arguments: list[str]) -> int:
    """Write the file, or compare it with `--check`."""
    paths = [Path(a) for a in arguments if not a.startswith("-")]
    target = paths[0] if paths else TARGET
    text = typescript()
    if "--check" in arguments:
        same = target.is_file() and target.read_text(encoding="utf-8") == text
        sys.stdout.write(f"{target}: {'up to date' if same else 'differs; run python -m rlbot.monitoring.web.typescript'}\n")
        return 0 if same else 1
    target.parent.mkdir(parents=True, exist_ok=True)
    target.write_text(text, encoding="utf-8")
    sys.stdout.write(f"{target}: {len(text)} characters\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
