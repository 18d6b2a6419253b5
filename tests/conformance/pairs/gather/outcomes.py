# S40: with return_exceptions every child has its place: result, exception, cancellation.
import asyncio


async def good():
    await asyncio.sleep(3)
    return 1


async def bad():
    await asyncio.sleep(1)
    raise RuntimeError("bad")


async def slow():
    await asyncio.sleep(10)


async def main():
    task = asyncio.create_task(slow())
    asyncio.get_running_loop().call_later(2, task.cancel)
    a, b, c = await asyncio.gather(good(), bad(), task, return_exceptions=True)
    print(a, b, isinstance(c, asyncio.CancelledError))
    print("at", f"{asyncio.get_running_loop().time():.1f}")


asyncio.run(main())
