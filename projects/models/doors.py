"""One-time links."""

from __future__ import annotations

from django.db import models


class OneTimeLink(models.Model):
    """A link that works once; only the digest of its token is kept."""

    purpose = models.CharField(max_length=20)
    digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)
