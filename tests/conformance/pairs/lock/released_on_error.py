# S60: a lock is released on the way out, whatever the way.
import asyncio


async def work(lock, name, fails):
    async with lock:
        print(name, "holds it")
        await asyncio.sleep(1)
        if fails:
            raise RuntimeError(name)


async def main():
    lock = asyncio.Lock()
    tasks = [asyncio.create_task(work(lock, name, name == "a")) for name in "abc"]
    await asyncio.sleep(1.5)
    tasks[1].cancel()
    outcomes = await asyncio.gather(*tasks, return_exceptions=True)
    print(outcomes[0], isinstance(outcomes[1], asyncio.CancelledError), outcomes[2])


asyncio.run(main())
