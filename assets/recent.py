"""What a process made of rows that do not change, kept while it is asked for: the least recently used goes first."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from threading import Lock
from typing import Generic, TypeVar

Key = TypeVar("Key", bound=Hashable)
Made = TypeVar("Made")


class Recent(Generic[Key, Made]):
    """At most `most` things by their key, for all threads. Of two that ask for one at once, the second waits for it."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._held: OrderedDict[Key, Made] = OrderedDict()
        self._making: dict[Key, Lock] = {}
        self._lock = Lock()

    def get(self, key: Key, make: Callable[[], Made]) -> Made:
        with self._lock:
            if key in self._held:
                return self._touched(key)
            turn = self._making.setdefault(key, Lock())
        with turn:
            with self._lock:
                if key in self._held:
                    return self._touched(key)
            try:
                return self._kept(key, make())
            finally:
                with self._lock:
                    self._making.pop(key, None)

    def _touched(self, key: Key) -> Made:
        self._held.move_to_end(key)
        return self._held[key]

    def _kept(self, key: Key, made: Made) -> Made:
        with self._lock:
            self._held[key] = made
            self._held.move_to_end(key)
            while len(self._held) > self._most:
                self._held.popitem(last=False)
        return made

    def clear(self) -> None:
        with self._lock:
            self._held.clear()
