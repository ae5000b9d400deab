"""A process that loads the program once and then forks a child for each call: a child is there in 2 ms.

`python forker.py <module>` reads one call a line, `["function", argument, …]`, runs it in a fork, and says when it
ended. What a child says goes the same way, a line of JSON at a time. It never loads Qt: a fork after Qt hangs.
"""

import importlib
import json
import os
import sys


def say(value: object) -> None:
    """One line to whoever listens, in one write."""
    os.write(1, json.dumps(value, ensure_ascii=False).encode() + b"\n")


def main(module: str) -> None:
    """Serve until nobody asks any more."""
    functions = importlib.import_module(module)
    say("ready")
    for line in sys.stdin:
        name, *arguments = json.loads(line)
        pid = os.fork()
        if pid == 0:
            code = 1
            try:
                say({"pid": os.getpid()})
                getattr(functions, name)(*arguments)
                code = 0
            except BaseException:
                sys.excepthook(*sys.exc_info())
            finally:
                os._exit(code)
        _pid, status = os.waitpid(pid, 0)
        os.write(1, b"\n")  # what a killed child was saying ends here
        say({"ended": os.waitstatus_to_exitcode(status)})


if __name__ == "__main__":
    main(sys.argv[1])
