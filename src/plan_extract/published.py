"""Working types to published ones, where several modules need the same step."""

from __future__ import annotations

from collections.abc import Iterable

from plan_extract.finding import Finding
from plan_extract.model import BBox, PublishedFinding, QuantityMention, Source
from plan_extract.place import Box, Place
from plan_extract.text.quantities import Quantity


def to_bbox(box: Box) -> BBox:
    """A box rounded to a hundredth of a point."""
    x0, top, x1, bottom = box
    return (round(x0, 2), round(top, 2), round(x1, 2), round(bottom, 2))


def to_source(place: Place) -> Source:
    """A place, published."""
    return Source(page=place.page, bbox=to_bbox(place.box))


def to_sources(places: Iterable[Place]) -> tuple[Source, ...]:
    """Places, published."""
    return tuple(map(to_source, places))


def to_quantity(
    amount: Quantity, source: Source, label: str | None, measure: str | None = None, fiscal_year: int | None = None
) -> QuantityMention:
    """An amount, published; what it counts, of what kind it is and of which year may be told by where it stands."""
    return QuantityMention(
        surface=amount.surface,
        span=(amount.span.start, amount.span.end),
        source=source,
        value=amount.value,
        value_to=amount.value_to,
        unit=amount.unit,
        per=amount.per,
        qualifier=amount.qualifier,
        base_value=amount.base_value,
        base_unit=amount.base_unit,
        label=label,
        measure=measure,
        fiscal_year=fiscal_year,
    )


def to_finding(finding: Finding) -> PublishedFinding:
    """A finding, published."""
    return PublishedFinding(
        code=finding.code,
        severity=finding.severity.value,
        message=finding.message,
        initiative=finding.initiative,
        page=finding.place.page if finding.place else None,
        bbox=to_bbox(finding.place.box) if finding.place else None,
    )
