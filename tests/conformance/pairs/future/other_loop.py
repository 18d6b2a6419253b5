# S22: a future belongs to the loop that made it; another one refuses it.
import asyncio

kept = []


async def first():
    kept.append(asyncio.get_running_loop().create_future())


async def second():
    try:
        await kept[0]
    except RuntimeError:
        print("refused")


asyncio.run(first())
asyncio.run(second())
