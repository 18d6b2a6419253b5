# S14, S24: a coroutine runs in the task that awaits it; a created task is another.
import asyncio


async def same(task):
    return asyncio.current_task() is task


async def main():
    me = asyncio.current_task()
    print("awaited:", await same(me))
    print("created:", await asyncio.create_task(same(me)))
    print("gathered:", (await asyncio.gather(same(me)))[0])
    print("after:", asyncio.current_task() is me)


asyncio.run(main())
