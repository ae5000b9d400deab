"""Functions that tests have the worker process call."""

import socket
from collections.abc import Callable


def connect(progress: Callable[[int, int], None]) -> str:
    """What comes of connecting out."""
    try:
        with socket.socket() as link:
            link.settimeout(0.1)
            link.connect(("192.0.2.1", 9))
    except OSError as error:
        return str(error)
    return "connected"
