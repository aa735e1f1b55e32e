# SPDX-License-Identifier: MIT
"""Full text: finds again what was written; knows nothing of mail files, SQL or the web."""
