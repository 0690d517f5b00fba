"""An import contract that import-linter lacks: the named modules may import nothing but what is listed."""

from __future__ import annotations

import sys
from typing import TYPE_CHECKING

from importlinter import Contract, ContractCheck, fields, output
from importlinter.domain.helpers import module_expressions_to_modules

if TYPE_CHECKING:
    from grimp import ImportGraph


class AllowedImports(Contract):
    """Modules that import only the standard library and what ``allowed`` names.

    ``{app}`` in an allowed name stands for the package of the importing module. Only direct imports count:
    what an allowed module imports itself is judged by the contract on that module.
    """

    type_name = "allowed"

    modules = fields.SetField(subfield=fields.ModuleExpressionField())
    allowed = fields.ListField(subfield=fields.StringField())

    def check(self, graph: ImportGraph, verbose: bool) -> ContractCheck:
        found = module_expressions_to_modules(graph, self.modules)  # type: ignore[arg-type]
        offenses = sorted(
            (module.name, imported, line)
            for module in found
            for imported in graph.find_modules_directly_imported_by(module.name)
            if not self._may_import(module.name, imported)
            for line in _lines(graph, module.name, imported)
        )
        output.verbose_print(verbose, f"{len(found)} modules checked.")
        return ContractCheck(kept=not offenses, metadata={"offenses": offenses})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported, line in check.metadata["offenses"]:
            output.print_error(f"{importer} (l.{line}) must not import {imported}", bold=False)
        output.new_line()

    def _may_import(self, importer: str, imported: str) -> bool:
        if imported.partition(".")[0] in sys.stdlib_module_names:
            return True
        app = importer.partition(".")[0]
        names = [name.format(app=app) for name in self.allowed]  # type: ignore[attr-defined]
        return any(imported == name or imported.startswith(f"{name}.") for name in names)


def _lines(graph: ImportGraph, importer: str, imported: str) -> list[int]:
    details = graph.get_import_details(importer=importer, imported=imported)
    return sorted({detail["line_number"] for detail in details})
