"""Systems, ports, connections, and what controls what."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class SystemQuerySet(models.QuerySet):
    def in_use(self):
        """Systems with a member in a published revision, and those that only the register knows."""
        members = SystemMember.objects.filter(system=models.OuterRef("pk"))
        published = members.filter(element__revision__state="PUBLISHED")
        listed = System.registered.through.objects.filter(system=models.OuterRef("pk"))
        return self.filter(models.Exists(published) | ~models.Exists(members) | models.Exists(listed))


class System(models.Model):
    """Assets that carry something together: cold water, a circuit… One row a station, merged over files."""

    station = models.ForeignKey("assets.Station", on_delete=models.CASCADE, related_name="systems")
    name = models.CharField(max_length=255)
    long_name = models.CharField(max_length=255, blank=True)
    ifc_class = models.CharField(max_length=60)
    predefined_type = models.CharField(max_length=60, blank=True)
    family = models.CharField(max_length=24, db_index=True)
    global_id = models.CharField(max_length=22, blank=True)
    registered = models.ManyToManyField(
        "assets.Asset",
        blank=True,
        related_name="registered_systems",
        help_text="members that a register names; those of models are SystemMember",
    )

    objects = SystemQuerySet.as_manager()

    class Meta:
        ordering = ["family", "name"]
        constraints = [
            models.UniqueConstraint(
                fields=["station", "name", "predefined_type"], name="one_system_a_name_and_type"
            )
        ]

    def __str__(self):
        return self.name


class SystemMember(models.Model):
    """An element that belongs to a system, in one revision."""

    system = models.ForeignKey(System, on_delete=models.CASCADE, related_name="members")
    element = models.ForeignKey("assets.Element", on_delete=models.CASCADE, related_name="memberships")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["system", "element"], name="one_membership_an_element")
        ]

    def __str__(self):
        return f"{self.element} ∈ {self.system}"


class ServedPlace(models.Model):
    """A place that a system serves, as a revision says: where neither a room's shape nor its contents tell."""

    revision = models.ForeignKey("assets.Revision", on_delete=models.CASCADE, related_name="served_places")
    system = models.ForeignKey(System, on_delete=models.CASCADE, related_name="served")
    location = models.ForeignKey("assets.Location", on_delete=models.CASCADE, related_name="served_by")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["revision", "system", "location"], name="one_service_a_place")
        ]

    def __str__(self):
        return f"{self.system} → {self.location}"


class Port(models.Model):
    """A port of an element. Its identity is (element, index): a port's GlobalId changes with every export."""

    revision = models.ForeignKey("assets.Revision", on_delete=models.CASCADE, related_name="ports")
    element = models.ForeignKey(
        "assets.Element", null=True, blank=True, on_delete=models.CASCADE, related_name="ports"
    )
    step_id = models.PositiveIntegerField()
    global_id = models.CharField(max_length=22)
    index = models.PositiveIntegerField(default=0)
    name = models.CharField(max_length=255, blank=True)
    flow_direction = models.CharField(max_length=14, default="NOTDEFINED")
    predefined_type = models.CharField(max_length=40, blank=True)
    system_type = models.CharField(max_length=60, blank=True)
    x = models.FloatField(null=True, blank=True)
    y = models.FloatField(null=True, blank=True)
    z = models.FloatField(null=True, blank=True)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["revision", "step_id"], name="one_port_a_step_id")]

    def __str__(self):
        return f"{self.element} [{self.index}]"


class Connection(models.Model):
    """Two ports joined, as the file says. `directed`: the substance flows from `from_port` to `to_port`."""

    revision = models.ForeignKey("assets.Revision", on_delete=models.CASCADE, related_name="connections")
    step_id = models.PositiveIntegerField()
    from_port = models.ForeignKey(Port, on_delete=models.CASCADE, related_name="connections_out")
    to_port = models.ForeignKey(Port, on_delete=models.CASCADE, related_name="connections_in")
    realizing = models.ForeignKey(
        "assets.Element", null=True, blank=True, on_delete=models.SET_NULL, related_name="realizes"
    )
    directed = models.BooleanField(default=False)
    disbelieved = models.CharField(
        max_length=20, blank=True, help_text=_("why it is not used (class X); empty where it is believed")
    )

    class Meta:
        constraints = [models.UniqueConstraint(fields=["from_port", "to_port"], name="one_connection_a_pair")]

    def __str__(self):
        return f"{self.from_port} → {self.to_port}"


class Control(models.Model):
    """A controller, an actuator or a sensor, and what it acts on or watches, as the file says."""

    revision = models.ForeignKey("assets.Revision", on_delete=models.CASCADE, related_name="controls")
    step_id = models.PositiveIntegerField()
    control = models.ForeignKey("assets.Element", on_delete=models.CASCADE, related_name="controls")
    controlled = models.ForeignKey("assets.Element", on_delete=models.CASCADE, related_name="controlled_by")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["control", "controlled"], name="one_control_a_pair")]

    def __str__(self):
        return f"{self.control} → {self.controlled}"
