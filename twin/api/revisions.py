"""POST /api/v1/revisions/: a model received, its reading a job to follow."""

from __future__ import annotations

import re

from django.http import Http404
from django.utils.translation import gettext
from drf_spectacular.utils import OpenApiResponse, extend_schema
from rest_framework import mixins, status
from rest_framework.exceptions import ValidationError
from rest_framework.parsers import FormParser, MultiPartParser
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.serializers import BooleanField, CharField, FileField, Serializer

from assets import permissions
from assets.api.records import JobSerializer
from assets.api.revisions import RevisionSerializer, RevisionViewSet
from assets.ifc.refusals import RefusedFile
from assets.models import Station
from assets.models.station import CODE
from assets.permissions import Verb
from twin import reception
from twin.forms import RevisionForm
from twin.sentences import said


class RevisionUpload(Serializer):
    station = CharField(help_text="Code of the station.")
    discipline = CharField(required=False, allow_blank=True, help_text="Found from the file when left out.")
    file = FileField(help_text="An .ifc or .ifczip file.")
    draft = BooleanField(
        required=False,
        help_text="Read a draft of IFC4X3 as IFC4X3_ADD2, with a warning; anything else is refused.",
    )


class RevisionReceipt(Serializer):
    revision = RevisionSerializer(read_only=True)
    job = JobSerializer(read_only=True, allow_null=True)


class ReceivingRevisionViewSet(mixins.CreateModelMixin, RevisionViewSet):
    """Revisions; a posted model stops at SHARED until a steward publishes it."""

    parser_classes = [MultiPartParser, FormParser]

    @extend_schema(
        request={"multipart/form-data": RevisionUpload},
        responses={
            200: OpenApiResponse(RevisionReceipt, "These very bytes were read before."),
            202: OpenApiResponse(RevisionReceipt, "Received; the job reads it."),
        },
    )
    def create(self, request: Request) -> Response:
        station = _station(request)
        form = RevisionForm(request.data, request.FILES)
        if not form.is_valid():
            raise ValidationError(form.errors)
        try:
            revision, job = reception.receive(
                station,
                form.cleaned_data["file"],
                by=request.user,
                discipline=form.cleaned_data["discipline"],
                draft=form.cleaned_data["draft"],
            )
        except RefusedFile as refusal:
            raise ValidationError({"file": [said(refusal.message, refusal.code)]}) from None
        answer = RevisionReceipt({"revision": revision, "job": job}).data
        return Response(answer, status=status.HTTP_202_ACCEPTED if job else status.HTTP_200_OK)


def _station(request: Request) -> Station:
    """The station named in the form; 404 whether it does not exist or she may not bring models to it."""
    code = request.data.get("station")
    if not code:
        raise ValidationError({"station": [gettext("Say the station's code.")]})
    hers = permissions.stations_where(request.user, Verb.IMPORT)
    station = hers.filter(code=code).first() if re.fullmatch(CODE, str(code)) else None
    if station is None:
        raise Http404
    return station
