"""Trying some rules with answers typed into a page. What is typed is kept nowhere."""

from collections.abc import Mapping
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from moothall.engines.dmn import Model, Outcome, RuleError, RuleSet, explain, outlook
from moothall.foundations.rules import forms, rule_cache
from moothall.foundations.rules.queries import books
from moothall.foundations.rules.rules import naming
from moothall.foundations.rules.table_views.asked import asked_of
from moothall.foundations.rules.table_views.drawn import final_decisions, sheets_of
from moothall.foundations.rules.views.books import READS, around, chosen_edition, drawn
from moothall.foundations.rules.views.presenters import pages
from moothall.kernel.doors.web import act_of, page
from moothall.kernel.gate import reading

MOST_QUESTIONS = 3
MOST_POSSIBLE = 6


@page(allow=READS, reads=False)
def try_page(request: HttpRequest, pack: str, name: str) -> HttpResponse:
    """Try answers: what comes out, which rules decided, why, what would change it, what to ask next."""
    act = act_of(request)
    with reading(act):
        book = books.book(act, pack=pack, name=name)
        key = request.POST.get("version") or request.GET.get("version", "")
        edition = chosen_edition(act, book, key)
    rules = edition.compiled.rules
    asked = asked_of(rules)
    form = forms.answers(asked, request.POST if request.method == "POST" else None)
    content = around(act, book, edition) | {"form": form, "results": [], "sheets": [], "failed": ""}
    if form.is_bound and form.is_valid():
        try:
            content |= _tried(rules, forms.answers_given(form, asked))
        except (RuleError, TypeError, ValueError) as error:
            content["failed"] = (
                rule_cache.problem_words(error) if isinstance(error, RuleError) else str(error)
            )
    return render(request, "rules/try.html", content, status=422 if form.is_bound and form.errors else 200)


def _tried(rules: RuleSet, answers: Mapping[str, Any]) -> dict[str, Any]:
    """What comes out, and the tables with the rules that decided."""
    hits: dict[str, tuple[int, ...]] = {}
    results = [_result(rules, decision, answers, hits) for decision in final_decisions(rules.model)]
    table_views = [
        drawn(sheet, hits[sheet.name], is_default=not hits[sheet.name])
        for sheet in sheets_of(rules)
        if sheet.name in hits
    ]
    return {"results": results, "sheets": table_views}


def _result(
    rules: RuleSet, decision: str, answers: Mapping[str, Any], hits: dict[str, tuple[int, ...]]
) -> dict[str, Any]:
    ahead = outlook(rules, decision, answers)
    told = explain(rules, decision, answers, show=partial(_shown, rules.model))
    is_settled = ahead.settled or not ahead.questions
    hits |= _deciding(told.outcome) if is_settled else {}
    element = rules.decision(decision)
    return {
        "title": element.label or decision,
        "is_settled": is_settled,
        "value": _shown(rules.model, decision, told.result),
        "possible": [_shown(rules.model, decision, one.value) for one in ahead.results[:MOST_POSSIBLE]],
        "more": max(len(ahead.results) - MOST_POSSIBLE, 0),
        "questions": [question.words for question in ahead.questions[:MOST_QUESTIONS]],
        "reasons": told.reasons[1:] if is_settled else (),
        "alternatives": [str(one) for one in told.alternatives] if is_settled else (),
        "citation": told.about.citation,
    }


def _shown(model: Model, name: str, value: Any) -> str:
    """The value of an input or a decision in words."""
    return naming.in_words(value, money=True) if naming.is_money(model, name) else pages.value_words(value)


def _deciding(outcome: Outcome) -> dict[str, tuple[int, ...]]:
    """For each table that took part the rules that decided, from 0; none where it was “otherwise”."""
    found: dict[str, tuple[int, ...]] = {}
    for hit in outcome.hits:
        is_first = hit.table.table.hit_policy == "FIRST"
        found[hit.table.name] = hit.rules[:1] if is_first else hit.rules
    return found
