# needs 3.12: before, gathering what is done gave way once
# S15: gathering nothing, or what is done, gives way to nobody.
import asyncio


async def work():
    return 1


async def main():
    task = asyncio.create_task(work())
    await task
    asyncio.get_running_loop().call_soon(print, "callback")
    print(len(await asyncio.gather()))
    print(await asyncio.gather(task))
    await asyncio.sleep(0)


asyncio.run(main())
