"""A report's boxes turned back to its pages as displayed, where pages were set upright to be read."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TypeVar

from plan_extract.model import Published, Report
from plan_extract.pdf.turn import Turn
from plan_extract.place import Box
from plan_extract.published import to_bbox

Model = TypeVar("Model", bound=Published)


def turn_report(report: Report, turns: Mapping[int, Turn]) -> Report:
    """The report with the boxes on some pages (by their number) turned."""
    return turn_model(report, turns) if turns else report


def turn_model(model: Model, turns: Mapping[int, Turn]) -> Model:
    """A part of a report with its boxes, and those of its parts, turned."""
    changed: dict[str, object] = {
        name: tuple(turn_part(one, turns) for one in value) if isinstance(value, tuple) else turn_part(value, turns)
        for name, value in model
    }
    page, bbox = changed.get("page"), changed.get("bbox")
    if isinstance(page, int) and isinstance(bbox, tuple) and page in turns:
        changed["bbox"] = to_bbox(turns[page].box(Box(*bbox)))
    return model.model_copy(update=changed)


def turn_part(part: object, turns: Mapping[int, Turn]) -> object:
    """A value of a report turned, if it is a part with boxes."""
    return turn_model(part, turns) if isinstance(part, Published) else part
