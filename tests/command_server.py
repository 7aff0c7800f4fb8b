"""Runs `sosiego` commands for a shell script, each in a fork of a process that has imported everything.

Starting Python and importing Django, DuckDB and SciPy takes over a second a command; a page of the
documentation has thirty. A fork starts as a fresh process would, minus that second. Asked over a named pipe:

    python command_server.py PIPE

Each line on the pipe names a folder with `ask`: working directory, environment and arguments, each ended by
NUL, parted by an empty one. The exit code goes to the pipe `code` in it, the output to `out` and `err`.
"""

from __future__ import annotations

import os
import sys
from pathlib import Path


def serve(pipe: str) -> None:
    from sosiego import cli

    app = cli.build()
    cli.build = lambda: app
    while True:
        # A named pipe ends when its last writer closes it: it is opened again for the next.
        with Path(pipe).open() as asked:
            for line in asked:
                if line.strip() == "end":
                    return
                _run(Path(line.rstrip("\n")), cli.main)


def _run(folder: Path, main: object) -> None:
    child = os.fork()
    if child:
        _, status = os.waitpid(child, 0)
        (folder / "code").write_text(f"{os.waitstatus_to_exitcode(status)}\n")
        return
    code = 70
    try:
        whole = (folder / "ask").read_bytes().decode()
        directory, environment, arguments = (part.split("\0") for part in whole.split("\0\0", 2))
        os.chdir(directory[0])
        for name, _, value in (one.partition("=") for one in environment if "=" in one):
            os.environ[name] = value
        for name, number in (("out", 1), ("err", 2)):
            os.dup2(os.open(folder / name, os.O_WRONLY | os.O_CREAT), number)
        if "SOSIEGO_RULEBOOK" in os.environ:
            # The rule-book is a setting, and the settings were read before the fork.
            program = str(Path(sys.executable).parent / "sosiego")
            os.execv(program, [program, *arguments[:-1]])
        sys.argv = ["sosiego", *arguments[:-1]]
        main()  # type: ignore[operator]
        code = 0
    except SystemExit as ended:
        code = ended.code if isinstance(ended.code, int) else int(ended.code is not None)
    except BaseException:
        import traceback

        traceback.print_exc()
        code = 1
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


if __name__ == "__main__":
    serve(sys.argv[1])
