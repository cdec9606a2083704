"""Documents of one source teach each other within a run, unless each is read alone."""

from pathlib import Path

import pytest

from articles.models import Article
from articles.services.imports import ImportOptions, import_documents
from tests.factories import NOON

pytestmark = pytest.mark.django_db
PROMO = "Readers who want to know more of the harbour may register for our letter on any day that they like."


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for number in range(7):
        words = [
            f"The dredger left quay {number} on day {day}, and nobody knew when it would be back." for day in range(6)
        ]
        (tmp_path / f"{number}.txt").write_text("\n\n".join([*words[:3], PROMO, *words[3:]]), encoding="utf-8")
    return tmp_path


@pytest.mark.parametrize(("each_alone", "count"), [(False, 0), (True, 7)])
def test_what_recurs_is_no_text(folder: Path, each_alone: bool, count: int) -> None:
    options = ImportOptions(paths=[str(folder)], each_alone=each_alone)
    assert len(list(import_documents(options, actor=None, now=lambda: NOON))) == 7
    assert Article.objects.filter(body__contains=PROMO).count() == count


def test_sources_teach_only_their_own(folder: Path, tmp_path: Path) -> None:
    other = tmp_path.parent / f"{tmp_path.name}-other"
    other.mkdir()
    (other / "single.txt").write_bytes((folder / "0.txt").read_bytes().replace(b"quay 0", b"quay 99"))
    list(import_documents(ImportOptions(paths=[str(folder), str(other)]), actor=None, now=lambda: NOON))
    (article,) = Article.objects.filter(body__contains=PROMO)
    assert article.sources.get().key == "single.txt"
