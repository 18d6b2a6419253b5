# S60: a lock is handed on in the order in which tasks came.
import asyncio


async def work(lock, name):
    async with lock:
        print(name, "holds it")
        await asyncio.sleep(1)
    print(name, "let go")


async def main():
    lock = asyncio.Lock()
    await asyncio.gather(*[work(lock, name) for name in "abc"])
    print("locked:", lock.locked())


asyncio.run(main())
