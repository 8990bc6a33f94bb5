"""Page data to one HTML file that needs nothing else: no network, no fonts, and no script but its own.

Everything taken from a document is made visible (:func:`~plan_extract.review.data.visible`) and escaped. Should that ever
fail, the page's Content-Security-Policy still lets no foreign script, style or address through.
"""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

from plan_extract.model import Report
from plan_extract.review.data import to_review, visible
from plan_extract.review.pictures import Picture
from plan_extract.review.words import FINDINGS, WORDS

if TYPE_CHECKING:
    from jinja2 import Environment
    from markupsafe import Markup

TEMPLATES = Path(__file__).parent / "templates"


def render_review(report: Report, pictures: Sequence[Picture] = ()) -> str:
    """The review page of a report beside the pictures of its pages (none: the dataset alone). The same input gives the
    same text."""
    return render_page("review", report.report.title, review=to_review(report, pictures))


def render_page(name: str, title: str, **data: object) -> str:
    """A page from the template ``name``, which extends ``base.html``: the base's styles and scripts, then its own.

    ``data`` are the template's variables. Pages share their look by sharing the base.
    """
    style = "".join(read_asset(f"{part}.css") for part in ("base", name))
    script = "".join(read_asset(f"{part}.js") for part in ("base", name))
    noscript = read_asset("noscript.css")
    policy = content_policy(styles=(style, noscript), scripts=(script,))
    text = (
        environment()
        .get_template(f"{name}.html")
        .render(title=title, policy=policy, style=trusted(style), script=trusted(script), noscript=trusted(noscript), **data)
    )
    return text + "\n"


def read_asset(name: str) -> str:
    """A style or script of the pages; nothing where the page has none of its own."""
    file = TEMPLATES / name
    return file.read_text(encoding="utf-8") if file.exists() else ""


def content_policy(styles: Sequence[str], scripts: Sequence[str]) -> str:
    """The policy that allows these styles and scripts, and pictures inside the file; nothing else."""
    allowed = {"style-src": styles, "script-src": scripts}
    sources = [f"{kind} {' '.join(map(hash_source, texts))}" for kind, texts in allowed.items()]
    return "; ".join(["default-src 'none'", "img-src data:", *sources, "base-uri 'none'", "form-action 'none'"])


def hash_source(text: str) -> str:
    """A text by its hash, as a policy names it.

    >>> hash_source("")
    "'sha256-47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU='"
    """
    return f"'sha256-{base64.b64encode(hashlib.sha256(text.encode()).digest()).decode()}'"


def environment() -> Environment:
    """The templates, with everything escaped that they print."""
    from jinja2 import Environment, FileSystemLoader, StrictUndefined

    made = Environment(
        loader=FileSystemLoader(TEMPLATES),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        finalize=shown,
    )
    made.globals.update(t=translate, words=WORDS, kinds=FINDINGS, fragment=fragment)
    return made


def shown(value: object) -> object:
    """What a template prints: text with nothing hidden in it."""
    from markupsafe import Markup

    return visible(value) if isinstance(value, str) and not isinstance(value, Markup) else value


def trusted(text: str) -> Markup:
    """A text of ours that is printed as it is."""
    from markupsafe import Markup

    return Markup(text)


def translate(key: str) -> Markup:
    """A word of the interface in both languages, of which the page shows one; what is no such word stands as it is."""
    from markupsafe import Markup, escape

    if key not in WORDS:
        return escape(visible(key))
    both = WORDS[key]
    return Markup('<span class="ja">{}</span><span class="en" lang="en">{}</span>').format(both.ja, both.en)


def fragment(anchor: str) -> str:
    """The address of an anchor in the page.

    >>> fragment("i-2-(3)"), fragment("i-イ")
    ('#i-2-(3)', '#i-%E3%82%A4')
    """
    return "#" + quote(anchor, safe="()=~.")
