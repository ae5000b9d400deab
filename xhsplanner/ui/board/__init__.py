"""The painted week board: a Qt-free layout, cached tiles, and the hands that move cards."""
