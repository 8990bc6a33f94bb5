"""Profiles: the words by which reports name columns, sections and page furniture, from TOML.

The built-in ``general`` profile serves any municipality; a profile of a city's own adds words to it or names a column's role.
"""

from __future__ import annotations

import re
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal, get_args

from plan_extract.errors import UsageError
from plan_extract.text.continuation import Spellings
from plan_extract.text.normalize import fold
from plan_extract.text.state import State

Role = Literal["number", "name", "overview", "progress", "department", "section"]
ROLES: tuple[Role, ...] = get_args(Role)
GRADE_ENDS = re.compile(r"[^\w+-]")
"""What may follow a grade: no letter, digit or sign of its own."""
STATES: tuple[State, ...] = get_args(State)
LISTS: dict[str, tuple[str, ...]] = {
    "columns": (*ROLES, "indicator", "other"),
    "sections": ("kinds",),
    "furniture": ("labels", "page_numbers"),
    "notes": ("units",),
    "continuation": Spellings._fields,
    "grades": ("columns",),
}
"""The tables of a profile and the lists of strings that each may have; ``grades`` has a table ``states`` besides."""
PATTERNS = ("furniture", "notes")
"""The tables whose strings are regular expressions."""


@dataclass(frozen=True, slots=True)
class Grades:
    """The grades that a city prints (◎, A, 80%以上) and what each says of the state; they count under the ``columns`` alone."""

    columns: tuple[str, ...]
    states: Mapping[str, State]

    def state_of(self, header: str, text: str) -> State | None:
        """What a cell under a header says of the state by the grade that it is or begins with; None without one.

        >>> grades = Grades(("評価",), {"a": "completed", "a-": "in_progress"})
        >>> grades.state_of("令和5年度評価", "Ａ（達成）"), grades.state_of("評価", "A-"), grades.state_of("評価", "AI")
        ('completed', 'in_progress', None)
        """
        if not self.columns or not word(header).endswith(self.columns):
            return None
        said = word(text)
        fitting = [
            grade for grade in self.states if said == grade or (said.startswith(grade) and GRADE_ENDS.match(said, len(grade)))
        ]
        return self.states[max(fitting, key=len)] if fitting else None


@dataclass(frozen=True, slots=True, eq=False)
class Profile:
    """What a kind of report calls its parts; each is equal to itself alone. Words are folded and without blanks; patterns match
    such text whole."""

    name: str
    columns: Mapping[Role, tuple[str, ...]]
    indicators: tuple[str, ...]
    other_columns: tuple[str, ...]
    kinds: tuple[str, ...]
    labels: tuple[re.Pattern[str], ...]
    page_numbers: tuple[re.Pattern[str], ...]
    units: tuple[re.Pattern[str], ...]
    markers: Spellings
    grades: Grades


@lru_cache(maxsize=256)
def word(text: str) -> str:
    """A header or heading as it is compared: folded, lower case, without blanks.

    >>> word("担 当　課"), word("Ｎｏ．")
    ('担当課', 'no.')
    """
    return "".join(fold(text).split()).lower()


def built_in_names() -> tuple[str, ...]:
    """The names of the profiles that come with the package."""
    return tuple(
        sorted(path.name.removesuffix(".toml") for path in files("plan_extract.profiles").iterdir() if ".toml" in path.name)
    )


def read_profile(name_or_path: str | Path | None = None) -> Profile:
    """A profile by its name or file, on top of the built-in general one; without an argument that one itself.

    Raises :class:`UsageError` for an unknown name, a file that cannot be read, or content that is no profile.
    """
    if name_or_path is None or str(name_or_path) == "general":
        return general_profile()
    if str(name_or_path) in built_in_names():
        text = (files("plan_extract.profiles") / f"{name_or_path}.toml").read_text(encoding="utf-8")
    else:
        text = read_text(Path(name_or_path))
    return tables_to_profile(merge_tables(parse_tables(text, str(name_or_path)), general_tables()))


def read_text(path: Path) -> str:
    """The content of a profile file, which may begin with a byte order mark as editors on Windows write it."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except UnicodeDecodeError as error:
        raise UsageError(f"profile {str(path)!r} is not UTF-8; save it as such") from error
    except OSError as error:
        known = ", ".join(built_in_names())
        raise UsageError(f"profile {str(path)!r} is neither a built-in one ({known}) nor a file that can be read") from error


@cache
def general_profile() -> Profile:
    """The built-in profile."""
    return tables_to_profile(merge_tables({"name": "general"}, general_tables()))


@cache
def general_tables() -> dict[str, Any]:
    """The tables of the built-in profile."""
    return parse_tables((files("plan_extract.profiles") / "general.toml").read_text(encoding="utf-8"), "general")


def parse_tables(text: str, source: str) -> dict[str, Any]:
    """The tables of a profile, checked: known names, lists of strings, patterns that compile, states that exist."""
    try:
        tables = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"profile {source!r} is not TOML: {error}") from error
    for table, content in tables.items():
        if table == "name":
            check_name(content, source)
        elif table not in LISTS or not isinstance(content, dict):
            raise UsageError(f"profile {source!r} has an unknown part [{table}]; known are: {', '.join(LISTS)}")
        else:
            check_part(table, content, source)
    return tables


def check_name(name: object, source: str) -> None:
    """Raise :class:`UsageError` for a name that is no word."""
    if not isinstance(name, str):
        raise UsageError(f"profile {source!r}: name must be a word")


def check_part(table: str, content: Mapping[str, object], source: str) -> None:
    """Raise :class:`UsageError` for what one table of a profile may not have."""
    for key, values in content.items():
        if (table, key) == ("grades", "states"):
            check_states(values, source)
            continue
        if key not in LISTS[table]:
            raise UsageError(f"profile {source!r}: [{table}] has no {key!r}; it may have: {', '.join(LISTS[table])}")
        if not isinstance(values, list) or not all(isinstance(value, str) and word(value) for value in values):
            raise UsageError(f"profile {source!r}: {table}.{key} must be a list of words")
        if table in PATTERNS:
            check_patterns(values, source, f"{table}.{key}")


def check_states(states: object, source: str) -> None:
    """Raise :class:`UsageError` for what does not give each grade a state."""
    if not isinstance(states, dict) or not all(map(word, states)):
        raise UsageError(f'profile {source!r}: grades.states must give states to grades, such as "◎" = "completed"')
    for grade, state in states.items():
        if state not in STATES:
            raise UsageError(f"profile {source!r}: the grade {grade!r} has no state {state!r}; known are: {', '.join(STATES)}")


def check_patterns(patterns: list[str], source: str, where: str) -> None:
    """Raise :class:`UsageError` for a pattern that does not compile."""
    for pattern in patterns:
        try:
            re.compile(pattern)
        except re.error as error:
            raise UsageError(
                f"profile {source!r}: {where} has a pattern that does not compile: {pattern!r} ({error})"
            ) from error


def merge_tables(own: Mapping[str, Any], general: Mapping[str, Any]) -> dict[str, Any]:
    """A city's own words before the general ones, so that they win."""
    merged: dict[str, Any] = {
        table: {key: [*own.get(table, {}).get(key, []), *general.get(table, {}).get(key, [])] for key in keys}
        for table, keys in LISTS.items()
    }
    merged["grades"]["states"] = own.get("grades", {}).get("states", {})
    return {"name": own.get("name", "own"), **merged}


def tables_to_profile(tables: Mapping[str, Any]) -> Profile:
    """The profile that checked tables make."""

    def patterns(table: str, key: str) -> tuple[re.Pattern[str], ...]:
        return tuple(re.compile(pattern) for pattern in tables[table][key])

    return Profile(
        name=str(tables["name"]),
        columns={role: tuple(map(word, tables["columns"][role])) for role in ROLES},
        indicators=tuple(map(word, tables["columns"]["indicator"])),
        other_columns=tuple(map(word, tables["columns"]["other"])),
        kinds=tuple(sorted(map(word, tables["sections"]["kinds"]), key=len, reverse=True)),
        labels=patterns("furniture", "labels"),
        page_numbers=patterns("furniture", "page_numbers"),
        units=patterns("notes", "units"),
        markers=Spellings(*(tuple(tables["continuation"][direction]) for direction in Spellings._fields)),
        grades=Grades(
            columns=tuple(map(word, tables["grades"]["columns"])),
            states={word(grade): state for grade, state in tables["grades"]["states"].items()},
        ),
    )
