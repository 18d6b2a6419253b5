"""Runs random programs in asyncio: one JSON program a line on stdin, one JSON list of lines on stdout.

Time is virtual. Where CPython leaves order to chance (a TaskGroup's tasks are a set), order of
creation stands in, which is what aio promises (docs/divergences.md).
"""
import asyncio
import json
import logging
import pathlib
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / "lessons"))
from language import blocks  # noqa: E402
from virtual_asyncio import VirtualLoop  # noqa: E402

ROUNDS = 3  # how often the tasks that are left are cancelled
PATIENCE = 100  # seconds between


REFUSALS = (RuntimeError, ValueError, asyncio.InvalidStateError, asyncio.QueueFull, asyncio.QueueEmpty)


class Boom(Exception):
    """What `raise` raises."""


class Ordered(dict):
    """As much of a set as asyncio's TaskGroup and wait use, in order of insertion."""

    def add(self, item) -> None:
        self[item] = None

    def discard(self, item) -> None:
        self.pop(item, None)


def name_of(error: BaseException) -> str:
    if isinstance(error, BaseExceptionGroup):
        return "Group[" + ", ".join(map(name_of, error.exceptions)) + "]"
    if isinstance(error, Boom):
        return f"Boom({error.args[0]})"
    if isinstance(error, asyncio.CancelledError):
        return "CancelledError"
    if isinstance(error, (asyncio.TimeoutError, TimeoutError)):
        return "TimeoutError"
    for kind in (asyncio.InvalidStateError, asyncio.QueueFull, asyncio.QueueEmpty):
        if isinstance(error, kind):
            return kind.__name__
    if type(error).__name__ in ("QueueShutDown", "BrokenBarrierError"):
        return type(error).__name__
    if isinstance(error, (RuntimeError, ValueError)):
        return "Misuse"
    return f"unexpected {error!r}"


def shown(value) -> str:
    return name_of(value) if isinstance(value, BaseException) else str(value)


class Run:
    """One program."""

    def __init__(self, program: dict) -> None:
        objects = program["objects"]
        self.bodies = program["bodies"]
        self.locks = [asyncio.Lock() for _ in objects["locks"]]
        self.events = [asyncio.Event() for _ in objects["events"]]
        self.conditions = [asyncio.Condition() for _ in objects["conditions"]]
        self.semaphores = [asyncio.Semaphore(value) for value in objects["semaphores"]]
        self.barriers = [asyncio.Barrier(parties) for parties in objects["barriers"]] if objects["barriers"] else []
        self.queues = [asyncio.Queue(size) for size in objects["queues"]]
        self.futures = [asyncio.get_running_loop().create_future() for _ in objects["futures"]]
        self.tasks: dict[int, asyncio.Task] = {}
        self.lines: list[str] = []
        self.over = False

    def say(self, who, text: str) -> None:
        if not self.over:
            self.lines.append(f"{asyncio.get_running_loop().time():.0f} {who}: {text}")

    def start(self, body: int) -> asyncio.Task:
        self.tasks[body] = asyncio.create_task(self.run_task(body))
        return self.tasks[body]

    async def run_task(self, body: int) -> int:
        self.tasks[body] = asyncio.current_task()
        return await self.run_body(body)

    async def run_body(self, body: int) -> int:
        who = f"t{body}"
        self.say(who, "starts")
        try:
            await self.run_all(who, self.bodies[body])
        except GeneratorExit:
            raise
        except BaseException as error:
            self.say(who, f"ends with {name_of(error)}")
            raise
        self.say(who, "ends")
        return body * 10

    async def run_all(self, who: str, operations: list) -> None:
        for operation in operations:
            # What only says that an operation made no sense here is a result as any other.
            refusals = () if blocks(operation) else REFUSALS
            try:
                result = await getattr(self, "do_" + operation[0])(who, *operation[1:])
            except refusals as error:
                result = error
            if result is not None:
                self.say(who, f"{operation[0]} -> {shown(result)}")

    # Each gives what there is to say, or None. Those with a block say what is inside it.
    async def do_sleep0(self, who):
        await asyncio.sleep(0)
        return "on"

    async def do_sleep(self, who, seconds):
        await asyncio.sleep(seconds)
        return "on"

    async def do_spawn(self, who, body):
        self.start(body)
        return "created"

    async def do_await(self, who, body):
        return await self.tasks[body] if body in self.tasks else "no task"

    async def do_cancel(self, who, body):
        return self.tasks[body].cancel() if body in self.tasks else "no task"

    async def do_uncancel(self, who):
        return asyncio.current_task().uncancel()

    async def do_raise(self, who, number):
        raise Boom(number)

    async def do_try(self, who, operations, handler, again):
        try:
            await self.run_all(who, operations)
        except GeneratorExit:
            raise
        except BaseException as error:
            self.say(who, f"caught {name_of(error)}")
            await self.run_all(who, handler)
            if again:
                raise

    async def do_finally(self, who, operations, last):
        try:
            await self.run_all(who, operations)
        finally:
            if not self.over:
                await self.run_all(who, last)

    async def do_gather(self, who, bodies, return_exceptions):
        results = await asyncio.gather(*map(self.run_task, bodies), return_exceptions=return_exceptions)
        return "[" + ", ".join(map(shown, results)) + "]"

    async def do_wait(self, who, bodies, mode, seconds):
        tasks = [self.start(body) for body in bodies]
        done, _ = await asyncio.wait(tasks, return_when=getattr(asyncio, mode), timeout=seconds)
        return f"{sum(task in done for task in tasks)} done: " + "".join("+" if task in done else "-" for task in tasks)

    async def do_shield(self, who, body):
        return await asyncio.shield(self.start(body))

    async def do_wait_for(self, who, body, seconds):  # in the same task, so there is none of this number
        return await asyncio.wait_for(self.run_body(body), seconds)

    async def do_timeout(self, who, seconds, operations):
        async with asyncio.timeout(seconds):
            await self.run_all(who, operations)
        return "in time"

    async def do_group(self, who, bodies, operations):
        group = asyncio.TaskGroup()
        group._tasks = Ordered()
        async with group:
            for body in bodies:
                self.tasks[body] = group.create_task(self.run_task(body))
            await self.run_all(who, operations)
        return "done"

    async def do_lock(self, who, lock, operations):
        async with self.locks[lock]:
            self.say(who, "holds it")
            await self.run_all(who, operations)
        return "released"

    async def do_acquire(self, who, lock):
        await self.locks[lock].acquire()
        return "held"

    async def do_release(self, who, lock):
        self.locks[lock].release()
        return "released"

    async def do_event_wait(self, who, event):
        await self.events[event].wait()
        return self.events[event].is_set()

    async def do_event_set(self, who, event):
        self.events[event].set()

    async def do_event_clear(self, who, event):
        self.events[event].clear()

    async def do_cond(self, who, condition, operations):
        async with self.conditions[condition]:
            self.say(who, "holds it")
            await self.run_all(who, operations)
        return "released"

    async def do_cond_wait(self, who, condition):
        await self.conditions[condition].wait()
        return "notified"

    async def do_notify(self, who, condition, number):
        self.conditions[condition].notify(number)
        return "on"

    async def do_sem(self, who, semaphore, operations):
        async with self.semaphores[semaphore]:
            self.say(who, "holds it")
            await self.run_all(who, operations)
        return "released"

    async def do_sem_acquire(self, who, semaphore):
        await self.semaphores[semaphore].acquire()
        return "held"

    async def do_sem_release(self, who, semaphore):
        self.semaphores[semaphore].release()
        return self.semaphores[semaphore].locked()

    async def do_barrier(self, who, barrier):
        return await self.barriers[barrier].wait()

    async def do_barrier_reset(self, who, barrier):
        await self.barriers[barrier].reset()
        return "reset"

    async def do_put(self, who, queue, number):
        await self.queues[queue].put(number)
        return self.queues[queue].qsize()

    async def do_get(self, who, queue):
        return await self.queues[queue].get()

    async def do_put_nowait(self, who, queue, number):
        self.queues[queue].put_nowait(number)
        return self.queues[queue].qsize()

    async def do_get_nowait(self, who, queue):
        return self.queues[queue].get_nowait()

    async def do_task_done(self, who, queue):
        self.queues[queue].task_done()
        return "on"

    async def do_join(self, who, queue):
        await self.queues[queue].join()
        return "joined"

    async def do_shutdown(self, who, queue, immediate):
        self.queues[queue].shutdown(immediate)
        return "on"

    async def do_future_wait(self, who, future):
        return await self.futures[future]

    async def do_future_set(self, who, future, number):
        self.futures[future].set_result(number)
        return "on"

    async def do_future_cancel(self, who, future):
        return self.futures[future].cancel()

    async def do_future_raise(self, who, future, number):
        self.futures[future].set_exception(Boom(number))
        return "on"

    async def do_on_done(self, who, body, number):
        if body not in self.tasks:
            return "no task"
        self.tasks[body].add_done_callback(lambda task: self.say("loop", f"t{body} is done, callback {number}"))
        return "on"

    async def do_soon(self, who, number):
        asyncio.get_running_loop().call_soon(self.say, "loop", f"callback {number}")

    async def do_later(self, who, seconds, number):
        asyncio.get_running_loop().call_later(seconds, self.say, "loop", f"callback {number}")


async def whole(program: dict, keep: list) -> list[str]:
    """Runs a program to its end, cancels what is left, and tells how each task ended."""
    run = Run(program)
    keep.append(run)
    run.start(0)
    for _ in range(ROUNDS):
        await asyncio.sleep(PATIENCE)
        left = [body for body in sorted(run.tasks) if not run.tasks[body].done()]
        for body in left:
            run.say("root", f"cancels t{body}")
            run.tasks[body].cancel()
    await asyncio.sleep(PATIENCE)
    for body, task in sorted(run.tasks.items()):
        how = "is not done"
        if task.done():
            how = "was cancelled" if task.cancelled() else \
                f"raised {name_of(task.exception())}" if task.exception() else f"returned {task.result()}"
        run.say("root", f"t{body} {how}")
    run.over = True
    return run.lines


def main() -> None:
    logging.disable(logging.CRITICAL)
    print(json.dumps(list(sys.version_info[:2])), flush=True)
    for line in sys.stdin:
        loop = VirtualLoop()
        loop.set_exception_handler(lambda *_: None)
        keep: list[Run] = []
        try:
            lines = loop.run_until_complete(whole(json.loads(line), keep))
        except BaseException as error:
            lines = [f"the whole ended with {error!r}"]
            keep[0].over = True
        print(json.dumps(lines), flush=True)
        # Programs leave tasks behind that refuse to be cancelled: what these complain of while they are
        # thrown away tells nothing.
        sys.unraisablehook = lambda _: None
        keep.clear()


if __name__ == "__main__":
    main()
