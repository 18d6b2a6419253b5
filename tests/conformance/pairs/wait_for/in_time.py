# S43: what is done in time gives its result; what raises, its exception.
import asyncio


async def work(delay):
    await asyncio.sleep(delay)
    if delay == 2:
        raise RuntimeError("two")
    return delay


async def main():
    print(await asyncio.wait_for(work(1), 5))
    try:
        await asyncio.wait_for(work(2), 5)
    except RuntimeError as error:
        print(error)
    print(await asyncio.wait_for(work(3), None))
    print("at", f"{asyncio.get_running_loop().time():.1f}")


asyncio.run(main())
