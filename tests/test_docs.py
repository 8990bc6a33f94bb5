"""What newcomers read is true: snippets print what they show, lists are complete, links lead somewhere."""

import ast
import json
import re
from pathlib import Path

import pytest
import typer

import plan_extract
from plan_extract import cli, diffmodel, errors, historymodel, model
from plan_extract.profile import ROLES, read_profile
from plan_extract.review.words import FINDINGS
from plan_extract.snapshot import load
from plan_extract.tables import RELATIONS, TABLES
from snippets import PAGES, ROOT, blocks, refreshed

README, JAPANESE = PAGES
DOCS = ROOT / "docs"
EVERY_PAGE = [*ROOT.glob("*.md"), *DOCS.glob("*.md"), ROOT / "samples" / "README.md"]
SOURCE = Path(plan_extract.__file__).parent
COMMANDS = typer.main.get_command(cli.app).commands
TARGETS = set(re.findall(r"^(\w+):", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE))


def text_of(path):
    return path.read_text("utf-8")


def prose(path):
    """A page without its blocks of code."""
    return re.sub(r"^```.*?^```$", "", text_of(path), flags=re.MULTILINE | re.DOTALL)


def table_rows(text):
    """The cells of every row of every table, the lines between them apart."""
    lines = [line for line in text.splitlines() if line.startswith("|") and not re.fullmatch(r"[|: -]+", line)]
    return [[cell.strip() for cell in line.split("|")[1:-1]] for line in lines]


def coded(text):
    return re.findall(r"`([^`]+)`", text)


# the READMEs


@pytest.fixture(scope="module")
def played(tmp_path_factory):
    """A folder in which the README's snippets were played, and the page with what they print now."""
    folder = tmp_path_factory.mktemp("reader")
    return folder, refreshed(text_of(README), folder)


def test_the_snippets_print_what_the_readme_shows(played):
    assert played[1] == text_of(README), "write the outputs anew: python tests/snippets.py"


def test_both_readmes_have_the_same_snippets_and_headings():
    for of in (lambda page: [block[:2] for block in blocks(page)], lambda page: re.findall(r"^#+", page, re.MULTILINE)):
        assert of(text_of(JAPANESE)) == of(text_of(README))
    assert len(blocks(text_of(README))) > 5


def holds(shown, real):
    """Whether what is shown is real, keys left out on the way; rows and lines are found by their id or seq."""
    if isinstance(shown, dict):
        return all(key in real and holds(value, real[key]) for key, value in shown.items())
    if isinstance(shown, list) and shown and isinstance(shown[0], dict) and "seq" in shown[0]:
        return all(any(holds(item, other) for other in real) for item in shown)
    if isinstance(shown, list):
        return len(shown) == len(real) and all(map(holds, shown, real))
    return shown == real


def test_the_excerpt_stands_in_the_snapshot(played):
    (excerpt,) = [json.loads(block.text) for block in blocks(text_of(README)) if block.language == "json"]
    (old, _) = sorted((played[0] / "output").glob("*/report.json"))
    (row,) = [row for row in json.loads(text_of(old))["initiatives"] if row["id"] == excerpt["id"]]
    assert holds(excerpt, row)
    assert not holds(excerpt | {"name": "another"}, row)


def test_the_readmes_list_the_commands():
    listed = {path: [row for row in table_rows(prose(path)) if row[0].startswith("`")] for path in PAGES}
    assert listed[README] == [[f"`{name}`", " ".join(command.help.split())] for name, command in COMMANDS.items()]
    assert [row[0] for row in listed[JAPANESE]] == [row[0] for row in listed[README]]


@pytest.mark.parametrize("page", EVERY_PAGE, ids=lambda path: path.name)
def test_what_is_typed_exists(page):
    typed = [block.text for block in blocks(text_of(page)) if block.language in ("sh", "console")]
    lines = [line for text in typed for line in text.splitlines()] + coded(prose(page))
    for command, rest in re.findall(r"^(?:\$ )?(?:\.venv/bin/)?(plan-extract|make) (.+)$", "\n".join(lines), re.MULTILINE):
        name = re.split(r"[ \[]", rest)[0]
        if command == "make":
            assert name in TARGETS
        elif name in COMMANDS:
            assert set(re.findall(r"--[a-z-]+", rest)) <= options(COMMANDS[name]) | {"--help"}
        else:
            assert name in ("COMMAND", "--help", "--version")


# links


def slugs(path):
    """The anchors of a page's headings."""
    titles = re.findall(r"^#+ (.+)$", prose(path), re.MULTILINE)
    return {re.sub(r"[^\w -]", "", title.lower()).replace(" ", "-") for title in titles}


@pytest.mark.parametrize("page", EVERY_PAGE, ids=lambda path: path.name)
def test_links_lead_somewhere(page):
    for target in re.findall(r"\]\(([^)\s]+)\)", prose(page)):
        if target.startswith(("http://", "https://")):
            continue
        path, _, anchor = target.partition("#")
        goal = (page.parent / path).resolve() if path else page
        assert goal.exists(), target
        assert not anchor or anchor in slugs(goal), target


# the contract


CONTRACT = prose(DOCS / "contract.md")


def options(command):
    return {name for one in command.params for name in (*one.opts, *one.secondary_opts) if name.startswith("--")}


def part(text, heading):
    """What stands below a heading, up to the next one."""
    return re.split(r"^#+ ", text.partition(f"# {heading}\n")[2], maxsplit=1, flags=re.MULTILINE)[0]


def test_the_contract_lists_commands_and_options():
    listed = {re.split(r"[` ]", row[0])[1]: set(coded(row[1])) for row in table_rows(part(CONTRACT, "Commands"))[1:]}
    assert listed == {name: options(command) for name, command in COMMANDS.items()}


def test_the_contract_lists_the_exit_codes():
    listed = {(int(row[0]), slug) for row in table_rows(part(CONTRACT, "Exit codes"))[1:] for slug in coded(row[1])}
    kinds = [errors.PlanExtractError, *errors.PlanExtractError.__subclasses__()]
    assert listed == {(kind.exit_code, kind.slug) for kind in kinds if kind.__module__.startswith("plan_extract.")}


def models(module):
    """The published models that a module defines."""
    found = [one for one in vars(module).values() if isinstance(one, type) and issubclass(one, model.Published)]
    return [one for one in found if one.__module__ == module.__name__ and one is not model.Published]


def may_be_null(field):
    return type(None) in getattr(field.annotation, "__args__", ())


@pytest.mark.parametrize("published", models(model), ids=lambda one: one.__name__)
def test_the_contract_explains_every_field(published):
    listed = [row[0] for row in table_rows(part(CONTRACT, published.__name__))[1:]]
    expected = [f"`{name}`{'?' * may_be_null(field)}" for name, field in published.model_fields.items()]
    assert listed == expected


def test_the_contract_lists_every_table_and_column():
    listed = {coded(row[0])[0]: row[1] for row in table_rows(part(CONTRACT, "Tables"))[1:]}
    assert tuple(listed) == TABLES
    for name, relation in RELATIONS.items():
        shown = [
            f"**`{column.name}`**" if column.name in relation.primary_key else f"`{column.name}`" for column in relation.columns
        ]
        kinds = [f"{column.kind}{'?' * column.nullable}" for column in relation.columns]
        assert listed[name] == ", ".join(f"{one} {kind}" for one, kind in zip(shown, kinds))


@pytest.mark.parametrize(("heading", "module"), [("ReportDiff", diffmodel), ("History", historymodel)])
def test_the_contract_lists_the_fields_of_comparisons(heading, module):
    listed = {row[0]: coded(row[1]) for row in table_rows(part(CONTRACT, heading))[1:]}
    assert listed == {one.__name__: list(one.model_fields) for one in models(module)}


def test_the_contract_names_every_word_that_a_field_may_hold():
    words = [*model.State.__args__, *model.Precision.__args__, *model.Operation.__args__, *model.FindingSeverity.__args__]
    assert set(words) <= set(coded(CONTRACT))


@pytest.mark.parametrize("name", ["contract.md", "profiles.md", "contributing.md", "design.md"])
def test_snippets_of_the_docs_run(name, played, monkeypatch):
    monkeypatch.chdir(played[0])
    for block in blocks(text_of(DOCS / name)):
        if block.language == "python":
            exec(compile(block.text, name, "exec"), {})


# findings


def words(node, tree):
    """What a call's code or severity may be; ``*`` stands for what is put in at run time."""
    if isinstance(node, ast.Constant):
        return [node.value]
    if isinstance(node, ast.JoinedStr):
        return ["".join(str(part.value) if isinstance(part, ast.Constant) else "*" for part in node.values)]
    if isinstance(node, ast.Attribute):
        return [node.attr.lower()]
    if isinstance(node, ast.IfExp):
        return [*words(node.body, tree), *words(node.orelse, tree)]
    return [word for value in assigned(node, tree) for word in words(value, tree)]


def assigned(node, tree):
    """The values that a module assigns to a name."""
    sets = [other for other in ast.walk(tree) if isinstance(other, ast.Assign) and isinstance(node, ast.Name)]
    return [other.value for other in sets if [ast.unparse(target) for target in other.targets] == [node.id]]


def told(tree):
    """(code, severity) of every finding that a module makes."""
    for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call) and isinstance(node.func, ast.Name)):
        if call.func.id not in ("Finding", "finding"):
            continue
        code, severity = call.args[:2]
        if isinstance(severity, ast.Subscript):
            (choices,) = assigned(severity.value, tree)
            yield from zip(*([word for one in side for word in words(one, tree)] for side in (choices.keys, choices.values)))
        else:
            found = [(one, other) for one in words(code, tree) for other in words(severity, tree)]
            assert found, f"a code or severity that this test cannot read: {ast.unparse(call)}"
            yield from found


def explained():
    """(code, severity) of every finding in docs/findings.md."""
    for heading in re.findall(r"^## (.+)$", text_of(DOCS / "findings.md"), re.MULTILINE):
        for code, severities, *_ in table_rows(part(prose(DOCS / "findings.md"), heading))[1:]:
            yield from ((coded(code)[0], severity) for severity in severities.split(" or "))


def test_every_finding_is_explained():
    emitted = {pair for path in SOURCE.rglob("*.py") for pair in told(ast.parse(text_of(path)))}
    patterns = [(re.compile(re.escape(code).replace(r"\*", "[a-z]+")), severity) for code, severity in emitted]
    listed = set(explained())
    assert len(emitted) > 15
    for pattern, severity in patterns:
        assert any(pattern.fullmatch(code) and severity == other for code, other in listed), pattern
    for code, severity in listed:
        assert any(pattern.fullmatch(code) and severity == other for pattern, other in patterns), f"{code} is made nowhere"


def test_every_finding_has_words_in_japanese():
    assert {code for code, _ in explained()} == set(FINDINGS)
    assert all(re.search("[ぁ-ん]", said) for said in FINDINGS.values())


def test_the_samples_have_only_explained_findings(played):
    codes = {finding.code for path in (played[0] / "output").glob("*/report.json") for finding in load(path).findings}
    assert codes <= set(coded(prose(DOCS / "findings.md")))


# profiles


def test_the_profiles_shown_are_profiles(tmp_path):
    shown = [block.text for block in blocks(text_of(DOCS / "profiles.md")) if block.language == "toml"]
    assert shown
    for number, text in enumerate(shown):
        file = tmp_path / f"{number}.toml"
        file.write_text(text, "utf-8")
        assert read_profile(file).columns["name"]
    assert set(ROLES) <= set(coded(prose(DOCS / "profiles.md")))


# design


WHOLE = {"text", "arithmetic", "review"}
"""Packages that the page names as one."""


def module_names():
    """Every module, by its path from the package; packages that the page names as one stand for theirs."""
    paths = [path.relative_to(SOURCE).with_suffix("").parts for path in SOURCE.rglob("[!_]*.py")]
    return {parts[0] if parts[0] in WHOLE else ".".join(parts) for parts in paths}


def test_the_design_places_every_module():
    page = prose(DOCS / "design.md")
    named = {name for name in coded(part(page, "The stages, and where they are")) if re.fullmatch(r"[a-z]+\.[a-z]+", name)}
    assert module_names() - set(coded(page)) == set()
    assert {name for name in named if not list(SOURCE.glob(f"{name.replace('.', '/')}*"))} == set()
