"""The command that makes the first administrator."""

import re
from io import StringIO

from django.contrib.auth import get_user_model
from django.core.management import CommandError, call_command
from django.test import TestCase


class EnsureAdminTests(TestCase):
    def test_it_prints_name_and_password_once(self) -> None:
        first, second = StringIO(), StringIO()
        call_command("ensure_admin", stdout=first)
        call_command("ensure_admin", stdout=second)
        printed = re.search(r"user (\w+), password (\S+)", first.getvalue())
        assert printed is not None
        assert get_user_model().objects.get(username=printed[1]).check_password(printed[2])
        assert second.getvalue() == ""

    def test_a_refusal_says_how_to_choose_another_name(self) -> None:
        get_user_model().objects.create_user("admin")
        with self.assertRaisesMessage(CommandError, "choose another name, as in: ensure_admin --username="):
            call_command("ensure_admin")
