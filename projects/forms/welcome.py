"""The first administrator's own account."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib.auth.password_validation import password_validators_help_text_html, validate_password
from django.core.exceptions import ValidationError
from django.utils.functional import lazy
from django.utils.translation import gettext_lazy as _

from projects.models import Member


class WelcomeForm(forms.ModelForm):
    """Login, name and a password typed twice; Django's password rules hold."""

    password = forms.CharField(
        label=_("Password"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        help_text=lazy(password_validators_help_text_html, str),
    )
    again = forms.CharField(
        label=_("Password once more"),
        strip=False,
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
    )

    class Meta:
        model = Member
        fields = ["username", "name", "name_2", "email"]
        labels = {"username": _("Login"), "name": _("Your name"), "name_2": _("Your name in the second language")}
        widgets = {
            "username": forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}),
            "name": forms.TextInput(attrs={"autocomplete": "name"}),
        }

    def clean(self) -> dict[str, Any]:
        cleaned: dict[str, Any] = super().clean() or self.cleaned_data
        password, again = cleaned.get("password"), cleaned.get("again")
        if password and again and password != again:
            self.add_error("again", _("The two passwords differ. Please type the same one twice."))
        if password:
            self.check_strength(password)
        return cleaned

    def check_strength(self, password: str) -> None:
        try:
            validate_password(password, self.instance)
        except ValidationError as weakness:
            self.add_error("password", weakness)
