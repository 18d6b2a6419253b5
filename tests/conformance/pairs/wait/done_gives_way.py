# S15: wait() of what is done gives way all the same.
import asyncio


async def work():
    return 1


async def main():
    task = asyncio.create_task(work())
    await task
    asyncio.get_running_loop().call_soon(print, "callback")
    done, pending = await asyncio.wait([task])
    print(len(done), len(pending))


asyncio.run(main())
