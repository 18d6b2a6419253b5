# needs 3.12: before, wait_for ran its coroutine in a task of its own
# S43: the coroutine runs in the task that waits.
import asyncio


async def who():
    return asyncio.current_task()


async def main():
    print(await asyncio.wait_for(who(), 1) is asyncio.current_task())
    asyncio.get_running_loop().call_soon(print, "callback")
    await asyncio.wait_for(who(), 1)
    print("gave way to nobody")
    await asyncio.sleep(0)


asyncio.run(main())
