# SPDX-License-Identifier: MIT
"""The page of a topic."""

from __future__ import annotations

from flask import Blueprint, Flask, abort, render_template

from archiver.config import TopicConfig
from index.entry import Sort
from web.access import readable_lists
from web.current import current
from web.experts import known_experts
from web.facets import narrowed
from web.paging import Paging, asked_page

THREADS_A_PAGE = 25

blueprint = Blueprint("topics", __name__)


def init_app(app: Flask) -> None:
    """Give the templates the topics there are."""
    app.jinja_env.globals.update(topics=topics)


def topics() -> tuple[TopicConfig, ...]:
    """Return the topics of the config."""
    return current().config.topics


def topic_of(slug: str) -> TopicConfig:
    """Return the topic; 404 when there is none of that name."""
    found = next((one for one in topics() if one.slug == slug), None)
    if found is None:
        abort(404)
    return found


@blueprint.get("/topic/<slug>/")
def topic(slug: str) -> str:
    """Show a topic: its newest threads and who knows about it."""
    shown, page = topic_of(slug), asked_page()
    lists = [entry.address for entry in readable_lists()]
    answer = current().search.run(
        shown.query,
        lists=lists,
        sort=Sort.NEWEST,
        offset=(page - 1) * THREADS_A_PAGE,
        limit=THREADS_A_PAGE,
        by_thread=True,
        survey=True,
    )
    place = Paging(page, THREADS_A_PAGE, answer.results.threads)
    if page > place.pages:
        abort(404)
    condition = narrowed("", "topic", shown.name)
    survey = current().search.survey(answer)
    return render_template(
        "topic.html",
        topic=shown,
        condition=condition,
        answer=answer,
        threads=[found.thread for found in answer.found],
        paging=place,
        experts=known_experts(survey.experts, condition),
    )
