# SPDX-License-Identifier: MIT
"""This project and other list archives on the same mail: what each costs, measured alternately."""
