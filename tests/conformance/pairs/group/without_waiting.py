# S15: a group without tasks gives way to nobody.
import asyncio


async def main():
    asyncio.get_running_loop().call_soon(print, "callback")
    async with asyncio.TaskGroup():
        print("the body")
    print("after")
    await asyncio.sleep(0)


asyncio.run(main())
