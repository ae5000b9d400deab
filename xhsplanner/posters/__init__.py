"""Posters of the plan: `model` (what) → `layout` (marks on pages, Qt-free) → `paint` → `render`."""
