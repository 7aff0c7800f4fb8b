"""Every address. Who may use it stands on its view (`web/access.py`)."""

from __future__ import annotations

from django.urls import URLPattern, URLResolver, include, path
from django.views.i18n import set_language

from sosiego.web.api import api
from sosiego.web.api.pages import developers, reference
from sosiego.web.console import cases, dashboard, oversight, procedures, publishing, records, reporters
from sosiego.web.portal import views as portal
from sosiego.web.public import following, pages, publications, report

console: list[URLPattern | URLResolver] = [
    path("", dashboard.dashboard, name="dashboard"),
    path("search/", dashboard.search, name="search"),
    path("findings/", cases.findings, name="findings"),
    path("cases/<str:reference>/", cases.case, name="case"),
    path("callers/<str:canonical>/", cases.caller, name="caller"),
    path("callers/<str:canonical>/take-up/", cases.take_up, name="take-up"),
    path("callers/<str:canonical>/close/", cases.close, name="close-case"),
    path("callers/<str:canonical>/traceback/", cases.open_traceback, name="open-traceback"),
    path("orders/", procedures.orders, name="orders"),
    path("orders/<str:reference>/", procedures.order, name="order"),
    path("measures/", procedures.measures, name="measures"),
    path("measures/<str:reference>/", procedures.measure, name="measure"),
    path("measures/<str:reference>/lift/", procedures.lift, name="lift"),
    path("appeals/", procedures.appeals, name="appeals"),
    path("appeals/<str:reference>/", procedures.appeal, name="appeal"),
    path("appeals/<str:reference>/decide/", procedures.decide, name="decide"),
    path("tracebacks/", procedures.tracebacks, name="tracebacks"),
    path("tracebacks/<str:reference>/", procedures.traceback, name="traceback"),
    path("reporters/", reporters.waiting, name="reporters"),
    path("reporters/<str:number>/", reporters.of_number, name="reporters-of"),
    path("reporters/<str:number>/open/", reporters.open_contacts, name="reporters-open"),
    path("reporters/<str:number>/told/", reporters.told, name="reporters-told"),
    path("organisations/", oversight.organisations, name="organisations"),
    path("organisations/<slug:code>/", oversight.organisation, name="organisation"),
    path("organisations/<slug:code>/scorecards/<str:period>/", oversight.scorecard, name="scorecard"),
    path("scorecards/", oversight.scorecards, name="scorecards"),
    path("sanctions/", oversight.sanctions, name="sanctions"),
    path("sanctions/<str:reference>/", oversight.sanction, name="sanction"),
    path("sanctions/<str:reference>/sign/", oversight.sign, name="sanction-sign"),
    path("sanctions/<str:reference>/refuse/", oversight.refuse, name="sanction-refuse"),
    path("publications/", publishing.publications, name="publications"),
    path("publications/make/", publishing.make, name="publication-make"),
    path("publications/<str:reference>/", publishing.publication, name="publication"),
    path("publications/<str:reference>/sign/", publishing.sign, name="publication-sign"),
    path("publications/<str:reference>/withdraw/", publishing.withdraw, name="publication-withdraw"),
    path("publications/<str:reference>/files/<path:name>", publishing.file, name="publication-file"),
    path("ledger/", records.entries, name="ledger"),
    path("ledger/verify/", records.verify, name="ledger-verify"),
    path("ledger/<int:index>/", records.entry, name="ledger-entry"),
    path("imports/", records.imports, name="imports"),
    path("imports/<int:file_id>/", records.imported, name="import"),
    path("looks/", records.looks, name="looks"),
    path("people/", records.people, name="people"),
]

desk: list[URLPattern | URLResolver] = [
    path("", portal.home, name="home"),
    path("orders/", portal.orders, name="orders"),
    path("orders/<str:reference>/", portal.order, name="order"),
    path("measures/", portal.measures, name="measures"),
    path("measures/<str:reference>/appeal/", portal.appeal_measure, name="appeal-measure"),
    path("appeals/", portal.appeals, name="appeals"),
    path("tracebacks/", portal.tracebacks, name="tracebacks"),
    path("tracebacks/<int:hop_id>/", portal.hop, name="hop"),
    path("tracebacks/<int:hop_id>/answer/", portal.answer_hop, name="hop-answer"),
    path("scorecard/", portal.scorecard, name="scorecard"),
]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", pages.home, name="home"),
    path("report/", report.start, name="report-start"),
    path("report/follow/", following.follow, name="follow"),
    path("report/check/", report.check, name="report-check"),
    path("report/received/", report.done, name="report-done"),
    path("report/<slug:name>/", report.step, name="report-step"),
    path("who/", pages.who, name="who"),
    path("refuse/", pages.refuse, name="refuse"),
    path("refuse/recorded/", pages.refuse_done, name="refuse-done"),
    path("appeal/", pages.appeal, name="appeal"),
    path("appeal/filed/", pages.appeal_done, name="appeal-done"),
    path("publications/", publications.archive, name="publications"),
    path("publications/<str:reference>/", publications.publication, name="publication"),
    path("publications/<str:reference>/files/<path:name>", publications.file, name="publication-file"),
    path("rules/", pages.rules, name="rules"),
    path("rules/<slug:id>/", pages.rule, name="rule"),
    path("open-data/", pages.open_data, name="open-data"),
    path("accessibility/", pages.accessibility, name="accessibility"),
    path("privacy/", pages.privacy, name="privacy"),
    path("developers/", developers, name="developers"),
    path("developers/reference/", reference, name="api-reference"),
    path("checkpoint", records.checkpoint, name="checkpoint"),
    path("enter/", pages.enter, name="enter"),
    path("health", pages.health, name="health"),
    path("robots.txt", pages.robots, name="robots"),
    path("language/", set_language, name="set_language"),
    path("accounts/", include("allauth.account.urls")),
    path("accounts/2fa/", include("allauth.mfa.urls")),
    path("console/", include((console, "console"))),
    path("portal/", include((desk, "portal"))),
    path("api/v1/", api.urls),
]
