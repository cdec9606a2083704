"""Rows that can be added, moved and removed: bylines and related stories."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import URLValidator
from django.utils.translation import gettext_lazy as _

from articles.markup.folding import fold_name
from articles.merging.snapshot import Credit, Related
from articles.models import Article, Author
from articles.services.names import MAX_NAME_CHARS

SPARE_ROWS = 2
_is_address = URLValidator(schemes=["http", "https"])


@dataclass(frozen=True, slots=True)
class TypedCredit:
    """A row of the byline: a name, and the author it stood for when the page was made."""

    name: str
    author: int | None
    role: str


class BylineRow(forms.Form):
    """A name in the byline. Nothing is required: an empty row is no byline."""

    name = forms.CharField(
        label=_("Author"),
        max_length=MAX_NAME_CHARS,
        required=False,
        widget=forms.TextInput(attrs={"data-complete": "authors"}),
    )
    role = forms.CharField(label=_("Role"), max_length=60, required=False)
    author = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def typed(self) -> TypedCredit:
        """Return what the row says."""
        data = self.cleaned_data
        return TypedCredit(" ".join(data["name"].split()), data["author"], data["role"])


class RelatedRow(forms.Form):
    """A related story: a headline, and the number of our article or an outside address, or neither yet."""

    headline = forms.CharField(
        label=_("Headline"),
        max_length=500,
        required=False,
        widget=forms.TextInput(attrs={"data-complete": "articles", "dir": "auto"}),
    )
    target = forms.CharField(label=_("Our number, or an address"), max_length=1000, required=False)

    def clean_target(self) -> str:
        """
        Let pass a number or an address of the web.

        :raises ValidationError: for anything else.
        """
        target: str = self.cleaned_data["target"]
        if not target or target.isdecimal():
            return target
        try:
            _is_address(target)
        except ValidationError:
            raise ValidationError(
                _("Write the number of one of our articles, an address that begins with https://, or nothing.")
            ) from None
        return target

    def clean(self) -> None:
        """
        Demand a headline for an outside address; our own article lends its own.

        :raises ValidationError: when it is missing.
        """
        data = self.cleaned_data
        target = data.get("target", "")
        if target and not target.isdecimal() and not data.get("headline"):
            self.add_error("headline", _("Give the outside story a headline."))


class _Rows(forms.BaseFormSet):
    """Rows in the order that their numbers say, the removed and the empty left out."""

    def kept(self) -> list[Any]:
        """Return the valid rows that stay, in order."""
        numbered = [form for form in self.forms if form.cleaned_data and not form.cleaned_data.get("DELETE")]
        return sorted(numbered, key=lambda form: form.cleaned_data.get("ORDER") or len(self.forms) + 1)

    def add_fields(self, form: Any, index: int | None) -> None:
        """Number the rows that are there."""
        super().add_fields(form, index)
        form.fields["ORDER"].label = _("Place")
        form.fields["ORDER"].widget.attrs["class"] = "rows__order"
        form.fields["DELETE"].label = _("Remove")


class BylineRows(_Rows):
    """The byline."""

    def __init__(self, *args: Any, may_add_authors: bool = True, **kwargs: Any) -> None:
        self.may_add_authors = may_add_authors
        self.unknown: list[str] = []
        super().__init__(*args, **kwargs)

    def typed(self) -> list[TypedCredit]:
        """Return the byline as typed."""
        return [credit for credit in (form.typed() for form in self.kept()) if credit.name]

    def clean(self) -> None:
        """
        Find the names that no author bears yet: 1 query.

        :raises ValidationError: if there are some, and the editor may not add authors.
        """
        if any(self.errors):
            return
        names = {fold_name(credit.name): credit.name for credit in self.typed()}
        known = set(Author.objects.filter(key__in=names).values_list("key", flat=True))
        self.unknown = [name for key, name in names.items() if key not in known]
        if self.unknown and not self.may_add_authors:
            message = _("No author has this name: %(names)s. Choose one of the list, or ask for it to be added.")
            raise ValidationError(message, params={"names": ", ".join(self.unknown)})

    def credits(self, authors: Mapping[str, Author], names_by_id: Mapping[int, str]) -> tuple[Credit, ...]:
        """
        Return the byline for a snapshot.

        `authors` are by folded name; `names_by_id` tells two authors of one
        name apart: a row that still bears its author's name keeps that author.
        """
        chosen: list[Credit] = []
        for credit in self.typed():
            key = fold_name(credit.name)
            is_same = credit.author is not None and fold_name(names_by_id.get(credit.author, "")) == key
            author = credit.author if is_same and credit.author is not None else authors[key].pk
            chosen.append(Credit(author, credit.role))
        return tuple(dict.fromkeys(chosen))


class RelatedRows(_Rows):
    """The related stories."""

    def __init__(self, *args: Any, article_id: int | None = None, **kwargs: Any) -> None:
        self.article_id = article_id
        self.headlines: dict[int, str] = {}
        super().__init__(*args, **kwargs)

    def clean(self) -> None:
        """Look up the articles that rows name by number: 1 query; a row that names none gets an error."""
        if any(self.errors):
            return
        numbers = {int(form.cleaned_data["target"]): form for form in self.kept() if _is_number(form)}
        self.headlines = dict(Article.objects.filter(pk__in=numbers).values_list("pk", "headline"))
        for number, form in numbers.items():
            if number == self.article_id:
                form.add_error("target", _("This is the article itself. Choose another one."))
            elif number not in self.headlines:
                form.add_error("target", _("There is no article with this number. Choose another one, or none."))
            elif not (form.cleaned_data["headline"] or self.headlines[number]):
                form.add_error("headline", _("That article has no headline yet. Write one for the link."))
        if any(form.errors for form in self.forms):
            raise ValidationError(_("A related story needs another look."))

    def related(self) -> tuple[Related, ...]:
        """Return the related stories for a snapshot."""
        return tuple(dict.fromkeys(filter(None, map(self._related, self.kept()))))

    def _related(self, form: forms.Form) -> Related | None:
        headline, target = form.cleaned_data["headline"], form.cleaned_data["target"]
        if target.isdecimal():
            return Related(headline or self.headlines[int(target)], int(target))
        return Related(headline, None, target) if headline else None


def _is_number(form: forms.Form) -> bool:
    return bool(form.cleaned_data["target"].isdecimal())


def byline_initial(credits: Iterable[Credit], names: Mapping[int, str]) -> list[dict[str, Any]]:
    """Return the rows of a snapshot's byline; an author who is gone leaves no row."""
    return [
        {"name": names[credit.author], "role": credit.role, "author": credit.author}
        for credit in credits
        if credit.author in names
    ]


def related_initial(related: Iterable[Related], known: Mapping[int, Any]) -> list[dict[str, Any]]:
    """Return the rows of a snapshot's related stories; an article that is gone leaves its headline."""
    return [
        {"headline": link.headline, "target": str(link.article) if link.article in known else link.url}
        for link in related
    ]


BylineFormSet: Any = forms.formset_factory(
    BylineRow, formset=BylineRows, extra=SPARE_ROWS, can_order=True, can_delete=True, max_num=200
)
RelatedFormSet: Any = forms.formset_factory(
    RelatedRow, formset=RelatedRows, extra=SPARE_ROWS, can_order=True, can_delete=True, max_num=500
)
