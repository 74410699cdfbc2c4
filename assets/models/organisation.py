"""Firms and bodies that own, run, maintain or rent a station, and who works for whom."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class Organisation(models.Model):
    """The operator, a contractor, a tenant or the infrastructure manager."""

    class Role(models.TextChoices):
        OPERATOR = "operator", _("operator")
        CONTRACTOR = "contractor", _("contractor")
        TENANT = "tenant", _("tenant")
        INFRASTRUCTURE = "infrastructure", _("infrastructure manager")

    name = models.CharField(max_length=200, unique=True)
    role = models.CharField(max_length=16, choices=Role)
    email = models.EmailField(blank=True)
    phone = models.CharField(max_length=40, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self):
        return self.name


class Employment(models.Model):
    """Whom a person works for. Without a row she is one of the operator's own people."""

    user = models.OneToOneField(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="employment")
    organisation = models.ForeignKey(Organisation, on_delete=models.CASCADE, related_name="people")

    def __str__(self):
        return f"{self.user} · {self.organisation}"
