"""The palette's answers, and the same as a page of its own."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from projects.access import access, signed_in
from projects.htmx import asks_part
from reports.queries.search import search as find


class SearchForm(forms.Form):
    """What is looked for; what is odd counts as nothing."""

    q = forms.CharField(max_length=100, required=False)

    def asked(self) -> str:
        return self.cleaned_data["q"] if self.is_valid() else ""


@access(read="workspace.use")
def search(request: HttpRequest) -> HttpResponse:
    asked = SearchForm(request.GET).asked()
    context = {"asked": asked, "found": find(signed_in(request), asked)}
    return render(request, "reports/search.html#results" if asks_part(request) else "reports/search.html", context)
