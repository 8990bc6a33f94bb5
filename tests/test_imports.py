"""Imports run one way, each library has its homes, and the help needs none of the heavy ones."""

import ast
import subprocess
import sys
from graphlib import TopologicalSorter
from pathlib import Path

import pytest

import plan_extract

ROOT = Path(plan_extract.__file__).parent

RANKS = (
    {"errors", "finding", "place"},
    {"pdf.page", "text", "profile", "model"},
    {"pdf", "table"},
    set(),  # from tables to a report, its checks, its snapshot, its comparison: whatever is not named elsewhere
    {"drawing", "review"},
    {"pipeline"},
    {"isolate", "batch"},
    {"terminal", "diffview"},
    {"cli"},
    {"__main__", "__init__"},
)
"""Names of modules or packages; nobody imports from a row below its own."""
UNNAMED = 3

UPWARDS = {("model", "tables")}
"""A published report offers its tables; the import waits until they are asked for."""

STRANGERS = {"text": {"table", "pdf", "model", "profile"}, "pdf": {"table", "model", "profile"}, "table": {"model"}}
"""Packages, and what they may know nothing of although it stands no lower."""

HOMES = {
    "PIL": {"drawing"},
    "camelot": {"pdf.lattice"},
    "numpy": {"assignment", "match"},
    "jinja2": {"review.render"},
    "markupsafe": {"review.render"},
    "openpyxl": {"spreadsheet"},
    "pandas": {"model"},
    "pdfminer": {"pdf.plumber"},
    "pdfplumber": {"pdf.plumber"},
    "pyarrow": {"tables"},
    "pydantic": {"schema", "model", "diffmodel", "historymodel", "columns", "snapshot"},
    "pypdfium2": {"pdf.pdfium", "pdf.calls", "drawing"},
    "rich": {"terminal", "diffview"},
    "sudachipy": {"text.words"},
    "typer": {"cli", "cli.options", "cli.tryout"},
}
HEAVY = {"camelot", "cv2", "jinja2", "numpy", "openpyxl", "pandas", "pdfplumber", "pyarrow", "sudachipy"}


def name_of(path):
    return ".".join(path.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") or "__init__"


MODULES = {name_of(path): ast.parse(path.read_text(encoding="utf-8")) for path in sorted(ROOT.rglob("*.py"))}


def for_types_only(node):
    return isinstance(node, ast.If) and ast.unparse(node.test) in {"TYPE_CHECKING", "typing.TYPE_CHECKING"}


def nodes(tree, into_functions):
    """All nodes that run, those of functions only if asked for."""
    for node in ast.iter_child_nodes(tree):
        if for_types_only(node) or (isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) and not into_functions):
            continue
        yield node
        yield from nodes(node, into_functions)


def targets(node):
    """Dotted names that an import statement may load."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, "imports name the package in full"
        return [str(node.module), *(f"{node.module}.{alias.name}" for alias in node.names)]
    return []


def imports(module, into_functions=True):
    return [name for node in nodes(MODULES[module], into_functions) for name in targets(node)]


def own(names):
    """The modules of this package among the names."""
    return {name.removeprefix("plan_extract.") for name in names} & set(MODULES)


def is_in(module, package):
    return module == package or module.startswith(f"{package}.")


def rank(module):
    """The row that names the module, or the longest part of its path."""
    ranks = {name: number for number, names in enumerate(RANKS) for name in names if is_in(module, name)}
    return ranks[max(ranks, key=len)] if ranks else UNNAMED


@pytest.mark.parametrize("module", MODULES)
def test_imports_run_one_way(module):
    known = own(imports(module))
    assert {other for other in known if rank(other) > rank(module) and (module, other) not in UPWARDS} == set()
    strangers = {name for package, names in STRANGERS.items() if is_in(module, package) for name in names}
    assert {other for other in known if any(is_in(other, stranger) for stranger in strangers)} == set()


@pytest.mark.parametrize("module", [name for name in MODULES if is_in(name, "table")])
def test_geometry_knows_no_reader(module):
    assert {name for name in own(imports(module)) if is_in(name, "pdf")} <= {"pdf", "pdf.page"}


def test_no_import_goes_in_a_circle():
    graph = {module: own(imports(module, into_functions=False)) - {module} for module in MODULES}
    assert len(list(TopologicalSorter(graph).static_order())) == len(MODULES)


@pytest.mark.parametrize("module", MODULES)
def test_each_library_has_its_homes(module):
    libraries = {name.partition(".")[0] for name in imports(module)} - sys.stdlib_module_names - {"plan_extract"}
    assert {library for library in libraries if module not in HOMES.get(library, ())} == set()


@pytest.mark.parametrize("module", [name for name in MODULES if name not in {"pdf.plumber", "pdf.lattice"}])
def test_heavy_libraries_wait_until_they_are_needed(module):
    assert {name.partition(".")[0] for name in imports(module, into_functions=False)} & HEAVY == set()


def loaded_by(*arguments):
    """Libraries that a command line has loaded when it ends."""
    script = (
        "import sys; from plan_extract import cli; cli.exit_code_of(sys.argv[1:]); "
        "print('\\n'.join(sys.modules), file=sys.stderr)"
    )
    ran = subprocess.run([sys.executable, "-c", script, *arguments], capture_output=True, text=True, check=True)
    return {name.partition(".")[0] for name in ran.stderr.split()}


@pytest.mark.parametrize("arguments", [("--help",), ("run", "--help"), ("--version",), ("inspect", "no.pdf", "--page", "1")])
def test_the_help_loads_nothing_heavy(arguments):
    loaded = loaded_by(*arguments)
    assert "typer" in loaded
    assert loaded & {*HEAVY, "pdfminer", "PIL", "pypdfium2"} == set()
