"""Every address of the site."""

from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path, re_path, register_converter

from twin import problems
from twin.spreadsheets import Form
from twin.views import (
    chunks,
    coverage,
    declare,
    disagreements,
    documents,
    dossiers,
    drawings,
    entry,
    evidence,
    health,
    history,
    home,
    labels,
    located,
    locations,
    mails,
    notes,
    offline,
    orders,
    overview,
    pins,
    portfolio,
    precautions,
    register,
    releases,
    requests,
    review,
    revisions,
    search,
    sheet,
    sources,
    station,
    synoptics,
    tables,
    trial,
    unplaced,
)


class StationCode:
    regex = "[A-Z0-9-]{1,12}"

    def to_python(self, value: str) -> str:
        return value

    to_url = to_python


class Sha256(StationCode):
    regex = "[0-9a-f]{64}"


register_converter(StationCode, "station")
register_converter(Sha256, "sha256")

station_pages = [
    path("", station.station, name="station"),
    path("overview/", overview.station_home, name="overview"),
    path("position/", overview.position, name="position"),
    path("systems/", overview.system_list, name="systems"),
    path("systems/<int:pk>/", overview.system, name="system"),
    *tables.addresses(),
    path("assets/<path:asset_code>/", sheet.sheet_page, name="sheet"),
    path("sheet/", sheet.sheet_fragment, name="sheet_fragment"),
    path("q/<path:asset_code>/", sheet.scanned, name="scanned"),
    path("declare/<slug:step_name>/<path:asset_code>/", declare.declare, name="declare"),
    path("review/", review.inbox, name="review"),
    path("review/bulk/", review.bulk, name="review_bulk"),
    path("review/<int:pk>/", review.change, name="review_change"),
    path("review/<int:pk>/decide/", review.decide, name="review_decide"),
    path("search/", search.search, name="search"),
    path("locations/", locations.locations, name="locations"),
    path("coverage/", coverage.coverage, name="coverage"),
    path("coverage/import/", coverage.bring, name="coverage_import"),
    path("coverage.csv", coverage.export, name="coverage_export"),
    path("coverage.json", coverage.states, name="coverage_states"),
    path("documents/<int:pk>/", documents.document_page, name="document_page"),
    path("drawings/<int:pk>/", drawings.drawing, name="drawing"),
    path("synoptics/", synoptics.synoptic_list, name="synoptics"),
    path("synoptics.json", synoptics.synoptic_lines, name="synoptic_lines"),
    path("synoptics/receive/", synoptics.receive, name="synoptic_receive"),
    path("synoptics/<int:pk>/", synoptics.synoptic, name="synoptic"),
    path("synoptics/<int:pk>/remove/", synoptics.remove, name="synoptic_remove"),
    path("synoptics/<int:pk>/edition/", synoptics.receive_edition, name="synoptic_edition"),
    path("synoptics/<int:pk>/contents.json", synoptics.contents, name="synoptic_contents"),
    path("synoptics/<int:pk>/equipment.json", synoptics.equipment, name="synoptic_equipment"),
    path("history/", history.history, name="history"),
    path("history/verify/", history.verify, name="history_verify"),
    path("register/", register.take_in, name="register"),
    path("register/example.csv", register.pattern, name="register_pattern"),
    path("revisions/", revisions.revision_list, name="revisions"),
    path("revisions/<int:pk>/", revisions.revision, name="revision"),
    path("revisions/<int:pk>/progress/", revisions.revision_progress, name="revision_progress"),
    path("revisions/<int:pk>/publish/", revisions.revision_publish, name="revision_publish"),
    path("revisions/<int:pk>/remove/", revisions.revision_remove, name="revision_remove"),
    path("revisions/<int:pk>/give-back/", releases.give_back, name="revision_give_back"),
    path("revisions/<int:pk>/file/", releases.revision_file, name="revision_file"),
    path("releases/", releases.releases, name="releases"),
    path("releases/prepare/", releases.prepare, name="release_prepare"),
    path("releases/progress/", releases.progress, name="release_progress"),
    path("disagreements/", disagreements.disagreement_list, name="disagreements"),
    path("disagreements.csv", disagreements.disagreement_export, name="disagreements_export"),
    path("unplaced/", unplaced.unplaced, name="unplaced"),
    path("unplaced/again/", unplaced.unplaced_again, name="unplaced_again"),
    path("unplaced/<int:pk>/", unplaced.unplaced_order, name="unplaced_order"),
    path("unplaced/<int:pk>/search/", unplaced.unplaced_search, name="unplaced_search"),
    path("unplaced/<int:pk>/settle/", unplaced.unplaced_settle, name="unplaced_settle"),
    path("unplaced/<int:pk>/undo/", unplaced.unplaced_undo, name="unplaced_undo"),
    path("firms/", dossiers.dossiers, name="dossiers"),
    path("firms/<int:pk>/", dossiers.dossier, name="dossier"),
    path("firms/<int:pk>/renew/", dossiers.renew, name="dossier_renew"),
    path("firms/<int:pk>/revoke/", dossiers.revoke, name="dossier_revoke"),
    path("firms/<int:pk>/keys/", dossiers.make_token, name="dossier_token"),
    path("firms/<int:pk>/keys/<int:token>/revoke/", dossiers.revoke_token, name="dossier_token_revoke"),
    path("precautions/", precautions.precautions, name="precautions"),
    path(
        "precautions/<slug:what>/<int:pk>/withdraw/",
        precautions.precaution_withdraw,
        name="precaution_withdraw",
    ),
    path("today/", home.today, name="today"),
    path("orders/", orders.order_list, name="orders"),
    path("orders/cards/", orders.cards, name="order_cards"),
    path("orders/<int:pk>/", orders.order, name="order"),
    path("report/", requests.report, name="report"),
    path("requests/<int:pk>/", requests.request_page, name="request"),
    path("requests/<int:pk>/life/", requests.life, name="request_life"),
    path("notes/", notes.note_list, name="notes"),
    path("notes/new/", notes.note_new, name="note_new"),
    path("notes/<int:pk>/", notes.note, name="note"),
    path("notes/<int:pk>/resolve/", notes.note_resolve, name="note_resolve"),
    path("labels/", labels.label_sheet, name="labels"),
    path("pins/", pins.pin_list, name="pins"),
    path("freshness/", pins.freshness_states, name="freshness_states"),
    path("sources/", sources.sources, name="sources"),
    path("sources/<int:pk>/pull/", sources.source_pull, name="source_pull"),
    path("sources/<int:pk>/located/<slug:how>/", located.located, name="located"),
    path("sources/words/<int:pk>/forget/", located.alias_forget, name="alias_forget"),
    path("sources/letters/<int:pk>/replay/", sources.letter_replay, name="letter_replay"),
    path("sources/letters/<int:pk>/dismiss/", sources.letter_dismiss, name="letter_dismiss"),
    path("sources/messages/<int:pk>/again/", sources.message_again, name="message_again"),
]

urlpatterns = [
    path("", portfolio.root, name="root"),
    path("welcome/", entry.entry, name="entry"),
    path("enter/own-model/", entry.enter_with_own_model, name="enter_with_own_model"),
    path("enter/<slug:role>/", entry.enter, name="enter"),
    path("sign-in/", entry.SignIn.as_view(), name="login"),
    path("sign-out/", LogoutView.as_view(), name="logout"),
    path("language/", entry.choose_language, name="set_language"),
    path("theme/", entry.choose_theme, name="theme"),
    path("stations/", portfolio.portfolio, name="portfolio"),
    path("stations.csv", portfolio.portfolio_file(Form.CSV), name="portfolio_csv"),
    path("stations.xlsx", portfolio.portfolio_file(Form.XLSX), name="portfolio_xlsx"),
    path("manager/", home.manager, name="manager"),
    path("mails/", mails.mails, name="mails"),
    path("stations/<station:code>/", include(station_pages)),
    path("try/", trial.try_own, name="try"),
    path("try/<station:code>/", trial.try_progress, name="try_progress"),
    path("try/<station:code>/progress/", trial.try_progress_fragment, name="try_progress_fragment"),
    path("scenes/chunks/<sha256:sha256>.glb", chunks.chunk, name="chunk"),
    path("documents/<int:pk>/", documents.document, name="document"),
    path("documents/<int:pk>/editions/<int:model>/", documents.edition, name="document_edition"),
    path("documents/<int:pk>/received/<int:number>/", documents.received, name="document_received"),
    path("evidence/<int:pk>/", evidence.evidence, name="evidence"),
    path("my-orders/", include("twin.views.contractor.urls")),
    path("sw.js", offline.worker, name="offline_worker"),
    path("app.webmanifest", offline.manifest, name="web_manifest"),
    path("offline/provisions/", offline.list_provisions, name="provisions"),
    path("offline/<slug:language>/", offline.page, name="offline_page"),
    path("health/live", health.live, name="health_live"),
    path("health/ready", health.ready, name="health_ready"),
    path("api/v1/", include("twin.api.urls")),
    re_path(r"^api/", problems.unknown_address),
    path("admin/", admin.site.urls),
]

handler403 = "twin.views.errors.refused"
handler404 = "twin.views.errors.not_found"
handler500 = "twin.views.errors.broken"
