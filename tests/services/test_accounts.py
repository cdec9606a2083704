"""The first administrator's account."""

from datetime import UTC, datetime

from django.contrib.auth import get_user_model
from django.contrib.auth.password_validation import validate_password
from django.test import TestCase

from articles.services.accounts import AccountRefused, ensure_admin

NOON = datetime(2026, 11, 22, 12, tzinfo=UTC)
User = get_user_model()


class EnsureAdminTests(TestCase):
    def test_the_password_opens_the_account(self) -> None:
        password = ensure_admin(username="admin", at=NOON)
        assert password is not None
        user = User.objects.get()
        assert (user.username, user.is_superuser, user.is_staff, user.date_joined) == ("admin", True, True, NOON)
        assert user.check_password(password)
        validate_password(password, user)

    def test_no_two_passwords_are_alike(self) -> None:
        first = ensure_admin(username="admin", at=NOON)
        User.objects.all().delete()
        assert ensure_admin(username="admin", at=NOON) != first

    def test_where_there_is_an_administrator_nothing_changes(self) -> None:
        User.objects.create_superuser("chief", password="theirs")
        assert ensure_admin(username="admin", at=NOON) is None
        assert User.objects.get().username == "chief"

    def test_an_administrator_who_left_does_not_count(self) -> None:
        User.objects.create_superuser("chief", password="theirs", is_active=False)
        assert ensure_admin(username="admin", at=NOON) is not None

    def test_somebody_elses_name_is_refused(self) -> None:
        User.objects.create_user("admin", password="theirs")
        with self.assertRaisesMessage(AccountRefused, "user 'admin': exists without an administrator's rights"):
            ensure_admin(username="admin", at=NOON)
        assert User.objects.get().check_password("theirs")
