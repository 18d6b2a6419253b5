# S16: every task in a chain costs one turn on the way back.
import asyncio


async def nest(depth):
    if depth == 0:
        await asyncio.sleep(1)
    else:
        await asyncio.create_task(nest(depth - 1))
    print("depth", depth)
    asyncio.get_running_loop().call_soon(print, "a turn later")


async def main():
    await nest(3)
    print("done")
    await asyncio.sleep(0)


asyncio.run(main())
