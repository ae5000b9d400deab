"""The coverage matrix: what it holds (model), where it lies (layout), its look (painter), its acts (view)."""
