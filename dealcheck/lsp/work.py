"""When what is worked out: quick things at once, slow ones once the typing pauses, nothing for an old version.

All of it runs in threads, so that requests are answered meanwhile; what comes out is used only while it holds.
"""

from __future__ import annotations

import asyncio
import gc
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TYPE_CHECKING, Any, TypeVar
from weakref import WeakKeyDictionary

from attrs import define, field
from lsprotocol import types

from dealcheck.lsp.analysis import Analysis, Stale

if TYPE_CHECKING:
    from dealcheck.lsp.server import DealServer

QUICK, SLOW = 0.02, 0.25
"""Seconds without a change before a text is read, and from then on before its deals are judged and its tests run."""

PROGRESS_AFTER, PROGRESS_EVERY = 0.6, 0.2
"""Seconds after which slow work is told of, and between two such messages."""

MOST_LEFT = 2
"""After so many changes what is left of old versions is given back: by itself that comes late, for models are made in
one go and full of circles.
"""

T = TypeVar("T")


@define(eq=False)
class Work:
    """The work in progress of a server."""

    server: DealServer
    _quick: ThreadPoolExecutor = field(factory=lambda: ThreadPoolExecutor(3, "dealcheck-quick"))
    _answers: ThreadPoolExecutor = field(factory=lambda: ThreadPoolExecutor(1, "dealcheck-answers"))
    """One thread: what judges deals keeps what it has worked out, which two must not do at once."""
    _slow: ThreadPoolExecutor = field(factory=lambda: ThreadPoolExecutor(1, "dealcheck-slow"))
    _waiting: dict[str, asyncio.Task[None]] = field(factory=dict)
    _ready: WeakKeyDictionary[Analysis, asyncio.Future[None]] = field(factory=WeakKeyDictionary)
    _judged: WeakKeyDictionary[Analysis, asyncio.Future[None]] = field(factory=WeakKeyDictionary)
    _told: set[asyncio.Task[None]] = field(factory=set)
    _bars: int = 0
    _left: int = 0
    _frozen: bool = False

    def schedule(self, uri: str) -> None:
        """Look at a document again soon; what was planned for it before is forgotten."""
        self._left += 1
        if self._left >= MOST_LEFT:
            self._left = 0
            self.server.start(self.quickly(self._give_back))
        self.forget(uri)
        self._waiting[uri] = asyncio.get_running_loop().create_task(self._look(uri))

    def forget(self, uri: str) -> None:
        """Plan nothing more for a document."""
        waiting = self._waiting.pop(uri, None)
        if waiting is not None:
            waiting.cancel()

    def close(self) -> None:
        """Let go of all threads; what they are at ends soon."""
        self._quick.shutdown(wait=False, cancel_futures=True)
        self._answers.shutdown(wait=False, cancel_futures=True)
        self._slow.shutdown(wait=False, cancel_futures=True)

    def _give_back(self) -> None:
        """Give back what old versions have left; what stays from the first time on is not walked again."""
        gc.collect()
        if not self._frozen:
            self._frozen = True
            gc.freeze()

    async def quickly(self, work: Callable[..., T], *arguments: Any) -> T:
        """What a function says that takes little time, called in a thread, one such after the other."""
        return await asyncio.get_running_loop().run_in_executor(self._answers, work, *arguments)

    async def slowly(self, work: Callable[..., T], *arguments: Any) -> T:
        """What a function says that takes its time, called in a thread, one such after the other."""
        return await asyncio.get_running_loop().run_in_executor(self._slow, work, *arguments)

    async def ready(self, analysis: Analysis) -> None:
        """Wait until a text is resolved and linted."""
        await self._shared(self._ready, analysis, self._quick, _open)

    async def judged(self, analysis: Analysis) -> None:
        """Wait until the deals of a text are judged and its tests have run. Raises Stale where that is called off."""
        await self.ready(analysis)
        if analysis not in self._judged and (analysis.holds_deal or analysis.holds_test):
            bar = asyncio.get_running_loop().create_task(self._tell(analysis))
            self._told.add(bar)
            bar.add_done_callback(self._told.discard)
        await self._shared(self._judged, analysis, self._slow, _judge)

    async def _shared(
        self,
        known: WeakKeyDictionary[Analysis, asyncio.Future[None]],
        analysis: Analysis,
        threads: ThreadPoolExecutor,
        work: Callable[[Analysis], None],
    ) -> None:
        """Have something worked out once, however many wait for it."""
        future = known.get(analysis)
        if future is None:
            future = known[analysis] = asyncio.get_running_loop().run_in_executor(threads, work, analysis)
            future.add_done_callback(_seen)
        await asyncio.shield(future)

    # ---- One document ----------------------------------------------------------------------------------------------

    async def _look(self, uri: str) -> None:
        """Say what is wrong with a document as soon as that is known, then what its deals and tests come to."""
        server = self.server
        try:
            await asyncio.sleep(QUICK)
            analysis = server.files.analysis(uri)
            if analysis is None:
                return
            await self.ready(analysis)
            slow = server.is_judging(analysis)
            await server.publish(analysis, judged=not slow)
            if not slow:
                return
            await asyncio.sleep(SLOW)
            if not server.files.is_current(analysis):
                return
            await self.judged(analysis)
            await server.publish(analysis, judged=True)
            server.refresh()
        except Stale:
            return
        except asyncio.CancelledError:
            raise
        except Exception as error:
            server.log_failure(f"looking at {uri}", error)

    # ---- Progress --------------------------------------------------------------------------------------------------

    async def _tell(self, analysis: Analysis) -> None:
        """Show a bar while the deals of a text are judged, once that has turned out slow; the user can call it off."""
        done = (0, 0)

        def tell(number: int, of: int) -> None:
            nonlocal done
            done = (number, of)

        analysis.tell = tell
        await asyncio.sleep(PROGRESS_AFTER)
        future = self._judged.get(analysis)
        if future is None or future.done() or not self.server.client.progress:
            return
        self._bars += 1
        token = f"dealcheck/{self._bars}"
        progress = self.server.work_done_progress
        try:
            await asyncio.wait_for(_awaited(progress.create_async(token)), 5)
        except Exception:
            return  # A client that does not want it.
        progress.begin(token, types.WorkDoneProgressBegin("Judging", cancellable=True, percentage=0))
        said = ""
        while not future.done():
            await asyncio.wait([future], timeout=PROGRESS_EVERY)
            if progress.tokens[token].cancelled() or not self.server.files.is_current(analysis):
                analysis.stop()
            number, of = done
            before = said
            said = f"{number} of {of} in {analysis.source.name}" if of else analysis.source.name
            percentage = min(100, 100 * number // of) if of else 0
            if said != before:
                progress.report(token, types.WorkDoneProgressReport(message=said, percentage=percentage))
        progress.end(token, types.WorkDoneProgressEnd())
        progress.tokens.pop(token, None)


async def _awaited(awaitable: Awaitable[T]) -> T:
    return await awaitable


def _seen(future: asyncio.Future[None]) -> None:
    """Take note of how something ended, so that nobody complains that nobody did."""
    if not future.cancelled():
        future.exception()


def _open(analysis: Analysis) -> None:
    analysis.go_on()
    _ = analysis.opened, analysis.plan
    if analysis.settings.lint:
        _ = analysis.linted


def _judge(analysis: Analysis) -> None:
    analysis.go_on()
    if analysis.settings.check:
        _ = analysis.report
    if analysis.settings.tests:
        _ = analysis.outcomes
