# S61: a waiter that is cancelled leaves the line; the others keep their order.
import asyncio


async def work(lock, name):
    try:
        async with lock:
            print(name, "holds it")
            await asyncio.sleep(1)
    except asyncio.CancelledError:
        print(name, "gave up")


async def main():
    lock = asyncio.Lock()
    tasks = [asyncio.create_task(work(lock, name)) for name in "abcd"]
    await asyncio.sleep(0.5)
    tasks[1].cancel()
    await asyncio.gather(*tasks)


asyncio.run(main())
