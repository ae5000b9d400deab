"""Cover templates → layout → pixels. `render` is the front door; only paint, checks, render, encode need Qt."""
