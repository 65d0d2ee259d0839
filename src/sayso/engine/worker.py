"""A reading process: ``python -m sayso.engine.worker``, tasks in on standard input, results out on standard output.

Frames are eight bytes of length (big-endian) and a pickle. The first frame in holds the gazetteer's tables, the first
out is ``None``: ready. The process ends when its input does, so it never outlives the one that started it.
"""

from __future__ import annotations

import os
import pickle
import signal
import struct
import sys
from typing import Any, BinaryIO

LENGTH = struct.Struct(">Q")


def write_frame(stream: BinaryIO, value: object) -> None:
    """Send one value."""
    data = pickle.dumps(value, protocol=pickle.HIGHEST_PROTOCOL)
    stream.write(LENGTH.pack(len(data)))
    stream.write(data)
    stream.flush()


def read_frame(stream: BinaryIO) -> Any:
    """Receive one value. Raises EOFError when there is none, or only a part of one."""
    head = stream.read(LENGTH.size)
    if len(head) < LENGTH.size:
        raise EOFError
    (length,) = LENGTH.unpack(head)
    data = stream.read(length)
    if len(data) < length:
        raise EOFError
    return pickle.loads(data)


def main() -> None:
    """Carry out tasks until the input ends."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches the whole group; the run decides when to end
    out = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a library prints must not get among the frames
    source = sys.stdin.buffer
    from sayso.engine.work import carry_out
    from sayso.resolve.gazetteer import Gazetteer

    try:
        tables = read_frame(source)
        gazetteer = Gazetteer.with_tables(tables) if tables else Gazetteer.default()
        write_frame(out, None)
        while True:
            write_frame(out, carry_out(read_frame(source), gazetteer))
    except (EOFError, BrokenPipeError):
        os._exit(0)


if __name__ == "__main__":
    main()
