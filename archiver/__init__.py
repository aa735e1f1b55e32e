# SPDX-License-Identifier: MIT
"""From a mail source to stored threads: the cron job and the command line of the archive."""
