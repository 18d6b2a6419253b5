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


async def pass_items(room, count):
    queue = asyncio.Queue(room)

    async def put():
        for item in range(count):
            await queue.put(item)

    async def get():
        for _ in range(count):
            await queue.get()

    await asyncio.gather(put(), get())


async def hand_over(tasks, count):
    lock = asyncio.Lock()

    async def hold():
        for _ in range(count):
            await lock.acquire()
            await asyncio.sleep(0)
            lock.release()

    await asyncio.gather(*(hold() for _ in range(tasks)))


async def echo(count):
    async def serve(reader, writer):
        while data := await reader.read(64):
            writer.write(data)
        writer.close()

    server = await asyncio.start_server(serve, "127.0.0.1", 0)
    reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
    for _ in range(count):
        writer.write(b"x" * 64)
        await reader.readexactly(64)
    writer.close()
    server.close()


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
        "queue": best(run, lambda: pass_items(64, 50_000)) / 50_000 * 1e9,
        "queue_tight": best(run, lambda: pass_items(1, 30_000)) / 30_000 * 1e9,
        "lock": best(run, lambda: hand_over(100, 100)) / 10_000 * 1e9,
        "echo": best(run, lambda: echo(2_000)) / 2_000 * 1e9,
        "sleeps": best(run, sleeps) * 1e3,
    }


figures = {"cpython": measure(asyncio.run)}
try:
    import uvloop

    figures["uvloop"] = measure(uvloop.run)
except (ImportError, AttributeError):
    pass
print(json.dumps(figures))
