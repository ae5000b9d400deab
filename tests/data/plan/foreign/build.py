"""Write every foreign plan and what a careful person reads in it: `python build.py`."""

from __future__ import annotations

import family_csv
import family_grid
import family_sheets
import family_table

if __name__ == "__main__":
    for family in (family_csv, family_table, family_sheets, family_grid):
        family.build()
