"""Findings: what a person should look at in a document. Returned beside results, never raised."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from plan_extract.place import Place


class Severity(StrEnum):
    """How much a finding matters to whoever uses the dataset."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"


@dataclass(frozen=True, slots=True)
class Finding:
    """One observation about the document: a stable ``code``, what it means here, and where it is."""

    code: str
    severity: Severity
    message: str
    place: Place | None = None
    initiative: str | None = None
