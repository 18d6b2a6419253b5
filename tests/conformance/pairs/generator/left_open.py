# S11, S72: run() closes a generator that is left open, after the tasks that are left.
import asyncio

kept = []


async def numbers():
    try:
        yield 1
        yield 2
    finally:
        print("closed")


async def background():
    try:
        await asyncio.sleep(100)
    finally:
        print("background ends")


async def main():
    asyncio.create_task(background())
    kept.append(numbers())
    print(await anext(kept[0]))
    await asyncio.sleep(0)
    print("main returns")


asyncio.run(main())
print("run() returned")
