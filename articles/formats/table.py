"""Read tables (CSV): a row an article, columns by well-known names or by a map."""

import csv
import io
from collections.abc import Collection, Iterable, Iterator, Mapping
from hashlib import sha256
from itertools import islice
from typing import BinaryIO, Final, Protocol

from articles.formats.bylines import names_in
from articles.formats.documents import (
    MAX_DOCUMENT_BYTES,
    Document,
    Format,
    Reading,
    ReadOptions,
    Refusal,
    UnreadableDocument,
)
from articles.formats.fields import as_text, as_texts
from articles.formats.fragments import MARKUP_LOSSES, has_tags, paragraphs_of, read_html_fragment, words_of_html
from articles.formats.jsonlists import item_key
from articles.formats.recoding import encoding_of, utf8_chunks, utf8_text
from articles.formats.story import Story, reading_of
from articles.recovery.article import RecoveredImage, RelatedHeadline

# Fields by the names that columns bear; the first of each is its own name.
_NAMES: Final[Mapping[str, tuple[str, ...]]] = {
    "key": ("key", "id", "guid", "uuid", "uri", "slug"),
    "headline": ("headline", "title", "titel", "überschrift", "schlagzeile", "titre", "título", "titular", "titolo",
                 "heading", "subject"),
    "kicker": ("kicker", "dachzeile", "eyebrow", "overline"),
    "standfirst": ("standfirst", "subtitle", "summary", "description", "excerpt", "teaser", "vorspann", "lead",
                   "intro", "chapô", "chapeau", "entradilla", "dek"),
    "body": ("body", "text", "content", "article", "body_html", "body_text", "html", "inhalt", "artikel", "texte",
             "contenu", "texto", "cuerpo", "contenido", "testo", "story"),
    "authors": ("authors", "author", "byline", "by", "autor", "autoren", "auteur", "auteurs", "autores", "autore",
                "writer", "verfasser"),
    "dateline": ("dateline", "place", "ort", "lieu", "lugar"),
    "published_at": ("published_at", "date", "published", "pubdate", "publish_date", "publication_date", "datum",
                     "veröffentlicht", "fecha", "data", "created_at", "published_date"),
    "modified_at": ("modified_at", "modified", "updated", "updated_at", "lastmod", "geändert"),
    "tags": ("tags", "keywords", "topics", "schlagwörter", "schlagworte", "mots-clés", "etiquetas", "palabras_clave"),
    "section": ("section", "category", "ressort", "rubrik", "rubrique", "sección", "desk", "channel"),
    "related": ("related", "related_links", "see_also"),
    "image": ("image", "images", "image_url", "photo", "picture", "bild", "imagen"),
    "image_alt": ("image_alt", "alt"),
    "image_caption": ("image_caption", "caption", "bildunterschrift", "légende"),
    "image_credit": ("image_credit", "credit", "photographer", "fotograf"),
    "canonical_url": ("canonical_url", "canonical", "url", "link", "permalink", "address"),
    "language": ("language", "lang", "locale", "sprache", "langue", "idioma"),
}  # fmt: skip
FIELDS: Final = tuple(_NAMES)
_FIELD_OF: Final = {name: field for field, names in _NAMES.items() for name in names}
_DELIMITERS: Final = ",;\t|"
_TELLING: Final = ("headline", "body", "standfirst")
_MOST_COLUMNS: Final = 500
_NAME_CHARS: Final = 60
_HEADER_CHARS: Final = _MOST_COLUMNS * _NAME_CHARS
_LISTED: Final = ";|\n"
_SAMPLE_ROWS: Final = 5
_SNIFFED_BYTES: Final = 1024  # that tell the encoding
_HOW: Final = "map them: --columns 'Titel=headline,Text=body'"


class Rows(Protocol):
    """Rows of cells, and how many lines were read for them."""

    line_num: int

    def __next__(self) -> list[str]: ...

    def __iter__(self) -> Iterator[list[str]]: ...


csv.field_size_limit(MAX_DOCUMENT_BYTES)


def read_table(data: bytes, options: ReadOptions) -> Reading:
    """
    Return the article of a table with one row below its header.

    :raises UnreadableDocument: if no column is known, or it has no row, or several.
    """
    text, encoding = utf8_text(data, options.encoding)
    lines = io.StringIO(text, newline="")
    reader, columns = _open(iter(lines), options, is_whole=False)
    try:
        rows = list(islice((row for row in reader if any(cell.strip() for cell in row)), 2))
    except csv.Error as error:
        raise UnreadableDocument(_broken(error, reader.line_num)) from error
    if len(rows) != 1:
        many = "no row" if not rows else "several rows"
        raise UnreadableDocument(
            f"a table with {many} below its header, not one; import the file, which takes it apart"
        )
    return reading_of(_story(_fields(rows[0], columns)), encoding=encoding, repair=options.repair)


def split_table(stream: BinaryIO, key: str, options: ReadOptions) -> Iterator[Document | Refusal]:
    """
    Yield each row as a table of its own, named by its key, its address, or its headline and date.

    Columns of the new table bear the names of fields, so that it says all by itself.
    """
    number = 0
    try:
        lines = _Kept(_lines(utf8_chunks(stream, options.encoding)))
        reader, columns = _open(lines, options)
        while True:
            lines.kept.clear()
            try:
                row = next(reader)
            except StopIteration:
                break
            except csv.Error as error:
                number += 1
                yield Refusal(f"{key}#row {number}", _broken(error, reader.line_num), data=lines.data())
                continue
            if any(cell.strip() for cell in row):
                number += 1
                yield _document(row, columns, key, number)
        if not number:
            yield Refusal(key, "the table has a header and no rows: there is nothing to import")
    except UnreadableDocument as error:
        yield Refusal(key, f"{error}; {number} rows before it were read" if number else str(error))


class _Kept:
    """Lines that are remembered until their row was read, so that one which cannot be is kept."""

    def __init__(self, lines: Iterator[str]) -> None:
        self._lines = lines
        self.kept: list[str] = []

    def __iter__(self) -> Iterator[str]:
        return self

    def __next__(self) -> str:
        line = next(self._lines)
        self.kept.append(line)
        return line

    def data(self) -> bytes:
        """Return the lines since the last row."""
        return "".join(self.kept).encode("utf-8", "surrogateescape")


def _document(row: list[str], columns: list[str], key: str, number: int) -> Document | Refusal:
    where = f"{key}#row {number}"
    written = io.StringIO(newline="")
    writer = csv.writer(written, lineterminator="\r\n")
    writer.writerow([name if name in FIELDS else f"({name})" for name in columns])
    writer.writerow(row)
    data = written.getvalue().encode("utf-8", "surrogateescape")
    if len(row) > len(columns):
        reason = f"row {number} has {len(row)} cells below {len(columns)} columns; quote cells that hold a separator"
        return Refusal(where, reason, data=data)
    if len(data) > MAX_DOCUMENT_BYTES:
        return Refusal(where, f"row {number} is larger than {MAX_DOCUMENT_BYTES // 2**20} MiB, the most of a document")
    try:
        data.decode("utf-8")
    except UnicodeDecodeError as error:
        reason = f"row {number} is not valid utf-8 ({error.reason}); give the encoding the table was written in"
        return Refusal(where, reason, data=data)
    if b"\x00" in data:
        return Refusal(where, f"row {number} holds zero bytes, which no text has; the file is damaged", data=data)
    fields = _fields(row, columns)
    named = f"{fields.get('headline', '')}\n{fields.get('published_at', '')}".strip()
    derived = sha256(named.encode()).hexdigest()[:16] if named else ""
    identity = fields.get("key") or fields.get("canonical_url") or derived
    return Document(item_key(key, as_text(identity), data), data, CSV.name)


def _open(lines: Iterator[str], options: ReadOptions, *, is_whole: bool = True) -> tuple[Rows, list[str]]:
    """
    Return a reader below the header, and the field of each column or its own name where it is none.

    A table that came out of a file, not `is_whole`, bears the names of fields
    already: the map counts for the columns alone that it still has.

    :raises UnreadableDocument: if no column is known, or the map names what there is not.
    """
    header = next((line for line in lines if line.strip()), "")
    if len(header) > _HEADER_CHARS:
        raise UnreadableDocument(f"the first line has {len(header):,} characters: no header of a table has so many")
    given = {name.strip().casefold(): field.strip() for name, field in options.columns.items()}
    unknown = sorted(set(given.values()) - set(FIELDS))
    if unknown:
        raise UnreadableDocument(f"--columns: no field is named “{unknown[0]}”; fields are {', '.join(FIELDS)}")
    delimiter = max(_DELIMITERS, key=lambda each: (_known(_cells(header, each), given), header.count(each)))
    cells = _cells(header, delimiter)[:_MOST_COLUMNS]
    missing = sorted(set(given) - {cell.casefold() for cell in cells})
    given = {name: field for name, field in given.items() if name not in missing}
    shown = ", ".join(f"“{cell[:_NAME_CHARS]}”" for cell in cells[:20])
    if missing and is_whole:
        raise UnreadableDocument(f"--columns: there is no column “{missing[0]}”; the columns are {shown}")
    columns = _columns(cells, given)
    if not set(columns) & set(_TELLING):
        raise UnreadableDocument(f"no column is known to hold a headline or a text; the columns are {shown}; {_HOW}")
    return csv.reader(lines, delimiter=delimiter, strict=True), columns


def _cells(line: str, delimiter: str) -> list[str]:
    try:
        return [cell.strip() for cell in next(csv.reader([line], delimiter=delimiter), [])]
    except csv.Error:
        return []


def _columns(cells: list[str], given: Mapping[str, str]) -> list[str]:
    """Return what each column is: what the map says, else its well-known field, each field once; else its name."""
    found: list[str] = []
    mapped = set(given.values())
    for cell in cells:
        name = cell.casefold()
        field = given.get(name) or _FIELD_OF.get(name.replace(" ", "_"), "")
        taken = field in found or (field in mapped and name not in given)
        found.append(cell if not field or taken else field)
    return found


def _known(cells: list[str], given: Mapping[str, str]) -> int:
    return sum(1 for cell in cells if cell.casefold() in given or cell.casefold().replace(" ", "_") in _FIELD_OF)


def _fields(row: list[str], columns: list[str]) -> dict[str, str]:
    return {name: cell for name, cell in zip(columns, row, strict=False) if name in FIELDS and cell.strip()}


def _story(fields: Mapping[str, str]) -> Story:
    story = Story()
    for name in ("headline", "kicker", "standfirst", "dateline", "section"):
        story.take(name, words_of_html(fields.get(name, "")), f"column {name}")
    for name in ("published_at", "modified_at", "canonical_url", "language"):
        story.take(name, as_text(fields.get(name)), f"column {name}")
    body = fields.get("body", "")
    if has_tags(body):
        found = read_html_fragment(body, base=story.canonical_url or "")
        story.take("body", found.blocks, "column body")
        story.images += found.images
        story.notes += found.notes
    else:
        story.take("body", paragraphs_of(body), "column body")
    story.take("authors", names_in(fields.get("authors", "")), "column authors")
    tags = fields.get("tags", "")
    separators = _LISTED if any(each in tags for each in _LISTED) else ","
    story.take("tags", as_texts(tags, separators=separators), "column tags")
    story.take("related", list(_related(fields.get("related", ""))), "column related")
    rest = (words_of_html(fields.get(f"image_{name}", "")) for name in ("alt", "caption", "credit"))
    first, *others = [*as_texts(fields.get("image"), separators="|;\n "), ""]
    if first:
        story.images = [RecoveredImage(first, *rest), *(RecoveredImage(url) for url in others if url), *story.images]
        story.said.setdefault("images", "column image")
    return story


def _related(written: str) -> Iterator[RelatedHeadline]:
    """Yield headlines of other stories, one a line or parted by |, each with the address that follows it."""
    for part in as_texts(written, separators="|\n"):
        head, _, last = part.rpartition(" ")
        if last.strip("<>()").startswith(("http://", "https://")) and head:
            yield RelatedHeadline(head, last.strip("<>()"))
        else:
            yield RelatedHeadline(part)


def _lines(chunks: Iterable[bytes]) -> Iterator[str]:
    """Yield the lines of a file with their ends; bytes that are no UTF-8 become lone surrogates."""
    held = b""
    for chunk in chunks:
        held += chunk
        if len(held) > 2 * MAX_DOCUMENT_BYTES:
            raise UnreadableDocument("a line of the table is larger than any document may be; check its format")
        *lines, held = held.splitlines(keepends=True) or [b""]
        if held.endswith(b"\n"):
            lines, held = [*lines, held], b""
        yield from (line.decode("utf-8", "surrogateescape") for line in lines)
    if held:
        yield held.decode("utf-8", "surrogateescape")


def _broken(error: csv.Error, line: int) -> str:
    problem = str(error)
    if "field larger" in problem or "unexpected end" in problem:
        return f"the table breaks in line {line}: a quotation mark that opens a cell is never closed; close it"
    return f"the table breaks in line {line}: {problem}; correct it there"


def has_columns(head: bytes, columns: Collection[str]) -> bool:
    """Tell whether the first line of a document is a header that names all of these columns."""
    header, _ = _header(head)
    wanted = {name.strip().casefold() for name in columns}
    return any(wanted <= {cell.casefold() for cell in _cells(header, each)} for each in _DELIMITERS)


def _header(head: bytes) -> tuple[str, Iterator[str]]:
    """Return the first line of a document that is not blank, and those after it."""
    encoding = encoding_of(head[:_SNIFFED_BYTES])
    lines = io.StringIO(head.decode(encoding, "replace").removeprefix("\ufeff"), newline="")
    return next((line for line in lines if line.strip()), ""), lines


def _looks_like(head: bytes) -> bool:
    """Tell whether a document has a header with a headline or text among known names, and rows that fit it."""
    header, lines = _header(head)
    if len(header) > _HEADER_CHARS or header.lstrip()[:1] in ("<", "{", "[", "#"):
        return False
    delimiter = max(_DELIMITERS, key=lambda each: (_known(_cells(header, each), {}), header.count(each)))
    cells = _cells(header, delimiter)
    columns = _columns(cells, {})
    known = {name for name in columns if name in FIELDS}
    if len(known) < 2 or not known & set(_TELLING) or any(len(cell) > _NAME_CHARS for cell in cells):
        return False
    return _rows_fit(lines, delimiter, len(cells))


def _rows_fit(lines: Iterator[str], delimiter: str, width: int) -> bool:
    """Tell whether the first rows have as many cells as the header, most of them; the head may cut off the last."""
    reader = csv.reader(lines, delimiter=delimiter)
    try:
        rows = [row for row in islice(reader, _SAMPLE_ROWS + 1) if row]
    except csv.Error:
        return False
    if not rows:
        return True
    whole = rows[:-1] if len(rows) > 1 else rows
    fitting = [len(row) == width for row in whole]
    return fitting[0] and sum(fitting) > len(fitting) / 2


CSV: Final = Format(
    "csv",
    "text/csv",
    _looks_like,
    read_table,
    split_table,
    losses=(
        "columns that no field answers to, and that --columns does not map",
        "links and emphasis, unless the text is HTML",
        "more than one caption, credit and alternative text: they belong to the first image",
        "the order of rows; a row without key and address is known again by its headline and date alone",
        *MARKUP_LOSSES,
    ),
)
