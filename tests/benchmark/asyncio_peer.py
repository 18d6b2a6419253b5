"""The same work in asyncio, and in uvloop where it is installed: prints JSON {peer: {row: value}}."""
import asyncio
import json
import time


async def give_way(count):
    for _ in range(count):
        await asyncio.sleep(0)


async def switches(tasks, count):
    await asyncio.gather(*(give_way(count) for _ in range(tasks)))


async def nothing():
    return None


async def create_tasks(rounds, each):
    for _ in range(rounds):
        kept = [asyncio.create_task(nothing()) for _ in range(each)]
        await asyncio.sleep(0)
        del kept


async def create_and_await(count):
    for _ in range(count):
        await asyncio.create_task(nothing())


async def one():
    return 1


async def await_many(count):
    total = 0
    for _ in range(count):
        total += await one()
    return total


async def sleeps():
    await asyncio.gather(*(asyncio.sleep(0.001) for _ in range(1000)))


def best(run, make, times=3):
    shortest = float("inf")
    for _ in range(times):
        begin = time.perf_counter()
        run(make())
        shortest = min(shortest, time.perf_counter() - begin)
    return shortest


def measure(run):
    return {
        "switch": best(run, lambda: switches(1000, 100)) / 100_000 * 1e9,
        "switch_alone": best(run, lambda: give_way(50_000)) / 50_000 * 1e9,
        "join": best(run, lambda: create_and_await(30_000)) / 30_000 * 1e9,
        "task": best(run, lambda: create_tasks(50, 1000)) / 50_000 * 1e9,
        "await": best(run, lambda: await_many(200_000)) / 200_000 * 1e9,
        "sleeps": best(run, sleeps) * 1e3,
    }


figures = {"cpython": measure(asyncio.run)}
try:
    import uvloop

    figures["uvloop"] = measure(uvloop.run)
except (ImportError, AttributeError):
    pass
print(json.dumps(figures))
