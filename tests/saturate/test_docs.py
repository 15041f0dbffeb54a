"""Files that the pages name are there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *sorted((ROOT / "docs").glob("*.md"))]
FOLDERS = "saturate|generators|reports|task_yamls|tests|docs"


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_files_and_links_lead_somewhere(page):
    text = page.read_text("utf-8")
    named = [ROOT / path for path in re.findall(rf"`((?:{FOLDERS})/[\w/.-]+\.\w+)`", text)]
    links = re.findall(r"\]\((?!https?:)([^)#]+)", text)
    files = [*named, *(page.parent / link for link in links)]
    missing = [str(file) for file in files if not file.exists()]
    assert [file for file in missing if "NAME" not in file] == []
