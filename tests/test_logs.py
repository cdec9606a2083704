"""Log lines for machines."""

import json
import logging

from newsroom.logs import JsonFormatter


def record(message: str, *arguments: object, **extra: object) -> logging.LogRecord:
    """Make a log record of the logger `articles`."""
    return logging.getLogger("articles").makeRecord(
        "articles", logging.WARNING, __file__, 1, message, arguments, None, extra=extra
    )


def test_a_record_is_one_line_of_json() -> None:
    line = JsonFormatter().format(record("imported %s\nand more", "Café", run=7))
    assert "\n" not in line
    read = json.loads(line)
    assert read.pop("time").endswith("+00:00")
    assert read == {"level": "warning", "logger": "articles", "message": "imported Café\nand more", "run": 7}


def test_an_exception_is_told_with_its_traceback() -> None:
    try:
        raise ValueError("no headline")
    except ValueError as error:
        failing = record("failed")
        failing.exc_info = (type(error), error, error.__traceback__)
    assert "ValueError: no headline" in json.loads(JsonFormatter().format(failing))["exception"]


def test_what_json_does_not_know_is_written_as_text() -> None:
    assert json.loads(JsonFormatter().format(record("done", where={"quay"})))["where"] == "{'quay'}"
