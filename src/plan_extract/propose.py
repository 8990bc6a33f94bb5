"""A layout to the profile that is proposed for reports like it."""

from plan_extract.layout import Layout
from plan_extract.profile import Profile


def propose(layout: Layout, profile: Profile, file_name: str) -> str:
    """The profile as TOML."""
    return ""
