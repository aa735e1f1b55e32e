# SPDX-License-Identifier: MIT
"""The site: a Flask application that reads the store and the index."""

from __future__ import annotations

from flask import Flask

from archiver.config import Config
from web import (
    access,
    account,
    accounts,
    api,
    archive,
    attachments,
    conditional,
    csrf,
    current,
    downloads,
    erased,
    erasing,
    examples,
    feeds,
    kept_texts,
    language,
    legacy,
    links,
    moderation,
    original,
    pages,
    people,
    previews,
    proxy,
    push,
    reply,
    search,
    security,
    sign_in,
    suggest,
    tokens_in_logs,
    topics,
)
from web import format as formatting


def create_app(config: Config, *, clock: accounts.Clock = accounts.utc_now) -> Flask:
    """Return the site of the archive that *config* describes.

    ConfigError or StoreError when the archive cannot be opened.
    """
    app = Flask(__name__)
    current.init_app(app, config)
    kept_texts.init_app(app, config)
    accounts.init_app(app, config, clock)
    proxy.init_app(app, config)
    tokens_in_logs.init_app(app)
    security.init_app(app, config)
    language.init_app(app, config)
    access.init_app(app)
    csrf.init_app(app)
    conditional.init_app(app, config)
    formatting.init_app(app)
    erased.init_app(app)
    links.init_app(app)
    moderation.init_app(app)
    app.register_blueprint(archive.blueprint)
    app.register_blueprint(attachments.blueprint)
    app.register_blueprint(people.blueprint)
    app.register_blueprint(downloads.blueprint)
    app.register_blueprint(original.blueprint)
    app.register_blueprint(search.blueprint)
    app.register_blueprint(suggest.blueprint)
    app.register_blueprint(topics.blueprint)
    app.register_blueprint(feeds.blueprint)
    app.register_blueprint(api.blueprint)
    app.register_blueprint(legacy.blueprint)
    app.register_blueprint(push.blueprint)
    app.register_blueprint(pages.blueprint)
    app.register_blueprint(sign_in.blueprint)
    app.register_blueprint(account.blueprint)
    app.register_blueprint(moderation.blueprint)
    app.register_blueprint(erasing.blueprint)
    pages.init_app(app)
    people.init_app(app)
    previews.init_app(app)
    reply.init_app(app)
    topics.init_app(app)
    examples.init_app(app)
    return app
