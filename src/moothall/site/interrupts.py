"""Signals that ask a command to end. They arrive as ``KeyboardInterrupt``, so that whatever the command holds
(a database server, child processes) is let go of in order, and never while a process is half begun."""

import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType
from typing import NoReturn

ENDING = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


@contextmanager
def interruptible() -> Iterator[None]:
    """Inside the block SIGTERM and SIGHUP do what Ctrl-C does; one that is ignored (``nohup``) stays so."""
    before = {number: signal.getsignal(number) for number in (signal.SIGTERM, signal.SIGHUP)}
    heeded = {number: handler for number, handler in before.items() if handler is not signal.SIG_IGN}
    for number in heeded:
        signal.signal(number, _interrupt)
    try:
        yield
    finally:
        for number, handler in heeded.items():
            signal.signal(number, handler)


@contextmanager
def undisturbed() -> Iterator[None]:
    """Inside the block nothing interrupts; what came meanwhile is heard at its end.

    For the moment between a process's beginning and its being known: interrupted there, it would be left
    behind.
    """
    heard: list[int] = []
    before = {number: signal.getsignal(number) for number in ENDING} if _is_heard_here() else {}
    raising = {number: handler for number, handler in before.items() if callable(handler)}
    for number in raising:
        signal.signal(number, lambda came, _frame: heard.append(came))
    try:
        yield
    finally:
        for number, handler in raising.items():
            signal.signal(number, handler)
        if heard:
            signal.raise_signal(heard[0])


def _is_heard_here() -> bool:
    """Python handles signals in its main thread alone."""
    return threading.current_thread() is threading.main_thread()


def _interrupt(_number: int, _frame: FrameType | None) -> NoReturn:
    raise KeyboardInterrupt
