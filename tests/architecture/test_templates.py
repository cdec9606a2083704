"""Templates keep to the content security policy: nothing inline, nothing from elsewhere."""

import re
from pathlib import Path

import pytest

from tests.architecture.sources import ROOT

FAULTS = {
    "inline style": re.compile(r"<style\b|\sstyle\s*=", re.IGNORECASE),
    # Data in JSON is not run; a script with the request's nonce is let in by the policy.
    "inline script": re.compile(
        r"<script\b(?![^>]*\b(?:src=|nonce=|type=\"application/(?:ld\+)?json\"))", re.IGNORECASE
    ),
    "inline handler": re.compile(r"<[a-z][^<>]*\son[a-z]+\s*=", re.IGNORECASE),
    "script address": re.compile(r"(?:href|action|src)\s*=\s*[\"']?\s*javascript:", re.IGNORECASE),
    "loads from elsewhere": re.compile(
        r"(?:\b(?:src|srcset|poster|data)|<link\b[^>]*\brel=\"?(?:stylesheet|preload|icon)\b[^>]*\bhref)\s*=\s*"
        r"[\"']?\s*(?:https?:)?//",
        re.IGNORECASE,
    ),
}
COMMENT = re.compile(r"{#.*?#}|{% comment %}.*?{% endcomment %}", re.DOTALL)


def faults(template: str) -> list[str]:
    """Name the rules that the text of a template breaks; its comments do not count."""
    text = COMMENT.sub("", template)
    return [name for name, pattern in FAULTS.items() if pattern.search(text)]


def templates() -> list[Path]:
    """Return every template of the project."""
    return sorted(path for folder in ("templates", "articles") for path in (ROOT / folder).rglob("*.html"))


def test_templates_keep_to_the_policy() -> None:
    found = {str(path.relative_to(ROOT)): faults(path.read_text(encoding="utf-8")) for path in templates()}
    assert {path: names for path, names in found.items() if names} == {}


@pytest.mark.parametrize(
    ("template", "fault"),
    [
        ("<style>p {}</style>", "inline style"),
        ('<p style="color: red">', "inline style"),
        ("<script>go()</script>", "inline script"),
        ('<script type="module">go()</script>', "inline script"),
        ('<a class="x" onclick="go()">', "inline handler"),
        ('<a href="javascript:go()">', "script address"),
        ('<img src="https://cdn.example/x.png">', "loads from elsewhere"),
        ('<script src="//cdn.example/x.js"></script>', "loads from elsewhere"),
        ('<link rel="stylesheet" href="https://cdn.example/x.css">', "loads from elsewhere"),
    ],
)
def test_a_fault_is_seen(template: str, fault: str) -> None:
    assert faults(template) == [fault]


@pytest.mark.parametrize(
    "template",
    [
        '<script type="application/ld+json">{}</script>',
        '<script src="{% static "articles/menu.js" %}" type="module"></script>',
        '<script nonce="{{ request.csp_nonce }}">go()</script>',
        '<a href="https://elsewhere.example/">there</a>',
        '<link rel="canonical" href="https://news.example/a/">',
        "{# no style= here #}<p>on = off</p>",
    ],
)
def test_what_is_right_is_let_pass(template: str) -> None:
    assert faults(template) == []
