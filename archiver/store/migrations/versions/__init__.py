# SPDX-License-Identifier: MIT
"""One file a step; steps are never changed once released."""
