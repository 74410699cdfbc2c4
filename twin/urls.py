"""Every address of the site."""

from django.contrib import admin
from django.contrib.auth.views import LogoutView
from django.urls import include, path, re_path, register_converter

from twin import problems
from twin.answering import form, reading
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
    isolation_cards,
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
    reading("", station.station, name="station"),
    reading("overview/", overview.station_home, name="overview"),
    form("position/", overview.position, name="position"),
    reading("systems/", overview.system_list, name="systems"),
    reading("systems/<int:pk>/", overview.system, name="system"),
    *tables.addresses(),
    reading("assets/<path:asset_code>/", sheet.sheet_page, name="sheet"),
    reading("sheet/", sheet.sheet_fragment, name="sheet_fragment"),
    reading("q/<path:asset_code>/", sheet.scanned, name="scanned"),
    form("declare/<slug:step_name>/<path:asset_code>/", declare.declare, name="declare"),
    reading("review/", review.inbox, name="review"),
    path("review/bulk/", review.bulk, name="review_bulk"),
    reading("review/<int:pk>/", review.change, name="review_change"),
    path("review/<int:pk>/decide/", review.decide, name="review_decide"),
    reading("search/", search.search, name="search"),
    reading("locations/", locations.locations, name="locations"),
    form("coverage/", coverage.coverage, name="coverage"),
    path("coverage/import/", coverage.bring, name="coverage_import"),
    reading("coverage.csv", coverage.export, name="coverage_export"),
    reading("coverage.json", coverage.states, name="coverage_states"),
    reading("documents/<int:pk>/", documents.document_page, name="document_page"),
    reading("drawings/<int:pk>/", drawings.drawing, name="drawing"),
    reading("synoptics/", synoptics.synoptic_list, name="synoptics"),
    reading("synoptics.json", synoptics.synoptic_lines, name="synoptic_lines"),
    path("synoptics/receive/", synoptics.receive, name="synoptic_receive"),
    reading("synoptics/<int:pk>/", synoptics.synoptic, name="synoptic"),
    path("synoptics/<int:pk>/remove/", synoptics.remove, name="synoptic_remove"),
    path("synoptics/<int:pk>/edition/", synoptics.receive_edition, name="synoptic_edition"),
    reading("synoptics/<int:pk>/contents.json", synoptics.contents, name="synoptic_contents"),
    reading("synoptics/<int:pk>/equipment.json", synoptics.equipment, name="synoptic_equipment"),
    reading("history/", history.history, name="history"),
    path("history/verify/", history.verify, name="history_verify"),
    form("register/", register.take_in, name="register"),
    reading("register/example.csv", register.pattern, name="register_pattern"),
    form("revisions/", revisions.revision_list, name="revisions"),
    reading("revisions/<int:pk>/", revisions.revision, name="revision"),
    reading("revisions/<int:pk>/progress/", revisions.revision_progress, name="revision_progress"),
    path("revisions/<int:pk>/publish/", revisions.revision_publish, name="revision_publish"),
    path("revisions/<int:pk>/remove/", revisions.revision_remove, name="revision_remove"),
    path("revisions/<int:pk>/give-back/", releases.give_back, name="revision_give_back"),
    reading("revisions/<int:pk>/file/", releases.revision_file, name="revision_file"),
    reading("releases/", releases.releases, name="releases"),
    path("releases/prepare/", releases.prepare, name="release_prepare"),
    reading("releases/progress/", releases.progress, name="release_progress"),
    reading("disagreements/", disagreements.disagreement_list, name="disagreements"),
    reading("disagreements.csv", disagreements.disagreement_export, name="disagreements_export"),
    reading("unplaced/", unplaced.unplaced, name="unplaced"),
    path("unplaced/again/", unplaced.unplaced_again, name="unplaced_again"),
    reading("unplaced/<int:pk>/", unplaced.unplaced_order, name="unplaced_order"),
    reading("unplaced/<int:pk>/search/", unplaced.unplaced_search, name="unplaced_search"),
    path("unplaced/<int:pk>/settle/", unplaced.unplaced_settle, name="unplaced_settle"),
    path("unplaced/<int:pk>/undo/", unplaced.unplaced_undo, name="unplaced_undo"),
    form("firms/", dossiers.dossiers, name="dossiers"),
    reading("firms/<int:pk>/", dossiers.dossier, name="dossier"),
    path("firms/<int:pk>/renew/", dossiers.renew, name="dossier_renew"),
    path("firms/<int:pk>/revoke/", dossiers.revoke, name="dossier_revoke"),
    path("firms/<int:pk>/keys/", dossiers.make_token, name="dossier_token"),
    path("firms/<int:pk>/keys/<int:token>/revoke/", dossiers.revoke_token, name="dossier_token_revoke"),
    form("precautions/", precautions.precautions, name="precautions"),
    path(
        "precautions/<slug:what>/<int:pk>/withdraw/",
        precautions.precaution_withdraw,
        name="precaution_withdraw",
    ),
    reading("today/", home.today, name="today"),
    reading("orders/", orders.order_list, name="orders"),
    reading("orders/cards/", orders.cards, name="order_cards"),
    reading("orders/<int:pk>/", orders.order, name="order"),
    form("report/", requests.report, name="report"),
    reading("requests/<int:pk>/", requests.request_page, name="request"),
    reading("requests/<int:pk>/life/", requests.life, name="request_life"),
    reading("notes/", notes.note_list, name="notes"),
    form("notes/new/", notes.note_new, name="note_new"),
    reading("notes/<int:pk>/", notes.note, name="note"),
    path("notes/<int:pk>/resolve/", notes.note_resolve, name="note_resolve"),
    reading("what-to-close/", isolation_cards.what_to_close, name="what_to_close"),
    reading("isolation-cards/", isolation_cards.card_list, name="isolation_cards"),
    form("isolation-cards/new/", isolation_cards.card_new, name="isolation_card_new"),
    reading("isolation-cards/<int:pk>/", isolation_cards.card_page, name="isolation_card"),
    form("isolation-cards/<int:pk>/revise/", isolation_cards.card_revise, name="isolation_card_revise"),
    reading("labels/", labels.label_sheet, name="labels"),
    reading("pins/", pins.pin_list, name="pins"),
    reading("freshness/", pins.freshness_states, name="freshness_states"),
    reading("sources/", sources.sources, name="sources"),
    path("sources/<int:pk>/pull/", sources.source_pull, name="source_pull"),
    reading("sources/<int:pk>/located/<slug:how>/", located.located, name="located"),
    path("sources/words/<int:pk>/forget/", located.alias_forget, name="alias_forget"),
    path("sources/letters/<int:pk>/replay/", sources.letter_replay, name="letter_replay"),
    path("sources/letters/<int:pk>/dismiss/", sources.letter_dismiss, name="letter_dismiss"),
    path("sources/messages/<int:pk>/again/", sources.message_again, name="message_again"),
]

urlpatterns = [
    reading("", portfolio.root, name="root"),
    reading("welcome/", entry.entry, name="entry"),
    path("enter/own-model/", entry.enter_with_own_model, name="enter_with_own_model"),
    path("enter/<slug:role>/", entry.enter, name="enter"),
    form("sign-in/", entry.SignIn.as_view(), name="login"),
    path("sign-out/", LogoutView.as_view(), name="logout"),
    form("language/", entry.choose_language, name="set_language"),
    path("theme/", entry.choose_theme, name="theme"),
    reading("stations/", portfolio.portfolio, name="portfolio"),
    reading("stations.csv", portfolio.portfolio_file(Form.CSV), name="portfolio_csv"),
    reading("stations.xlsx", portfolio.portfolio_file(Form.XLSX), name="portfolio_xlsx"),
    reading("manager/", home.manager, name="manager"),
    reading("mails/", mails.mails, name="mails"),
    path("stations/<station:code>/", include(station_pages)),
    form("try/", trial.try_own, name="try"),
    reading("try/<station:code>/", trial.try_progress, name="try_progress"),
    reading("try/<station:code>/progress/", trial.try_progress_fragment, name="try_progress_fragment"),
    reading("scenes/chunks/<sha256:sha256>.glb", chunks.chunk, name="chunk"),
    reading("documents/<int:pk>/", documents.document, name="document"),
    reading("documents/<int:pk>/editions/<int:model>/", documents.edition, name="document_edition"),
    reading("documents/<int:pk>/received/<int:number>/", documents.received, name="document_received"),
    reading("evidence/<int:pk>/", evidence.evidence, name="evidence"),
    path("my-orders/", include("twin.views.contractor.urls")),
    reading("sw.js", offline.worker, name="offline_worker"),
    reading("app.webmanifest", offline.manifest, name="web_manifest"),
    reading("offline/provisions/", offline.list_provisions, name="provisions"),
    reading("offline/<slug:language>/", offline.page, name="offline_page"),
    reading("health/live", health.live, name="health_live"),
    reading("health/ready", health.ready, name="health_ready"),
    path("api/v1/", include("twin.api.urls")),
    re_path(r"^api/", problems.unknown_address),
    path("admin/", admin.site.urls),
]

handler403 = "twin.views.errors.refused"
handler404 = "twin.views.errors.not_found"
handler500 = "twin.views.errors.broken"
