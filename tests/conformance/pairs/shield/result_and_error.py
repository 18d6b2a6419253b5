# S45: result and exception pass through; what is done is given without waiting.
import asyncio


async def work(fails):
    await asyncio.sleep(1)
    if fails:
        raise RuntimeError("failed")
    return "result"


async def main():
    print(await asyncio.shield(work(False)))
    try:
        await asyncio.shield(work(True))
    except RuntimeError as error:
        print(error)
    task = asyncio.create_task(work(False))
    await task
    asyncio.get_running_loop().call_soon(print, "callback")
    print(await asyncio.shield(task))
    await asyncio.sleep(0)


asyncio.run(main())
