# SPDX-License-Identifier: MIT
"""Signing in: tokens, codes, limits. Pure functions; archiver.store.accounts keeps what they make.

A reader gives an address. Whoever reads the mail of that address gets a link and a code, and one
of the two opens a session. What is kept of tokens are digests: whoever reads the database cannot
sign in.
"""
