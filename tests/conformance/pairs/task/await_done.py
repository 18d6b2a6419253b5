# S14: to await a task that is done gives way to nobody.
import asyncio


async def work():
    return 7


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    asyncio.get_running_loop().call_soon(print, "callback")
    print(await task)
    print(await task)
    await asyncio.sleep(0)


asyncio.run(main())
