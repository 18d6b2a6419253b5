# S72: while one task is inside a generator another is refused.
import asyncio


async def numbers():
    await asyncio.sleep(1)
    yield 1


async def ask(generator):
    return await anext(generator)


async def main():
    generator = numbers()
    task = asyncio.create_task(ask(generator))
    await asyncio.sleep(0)
    try:
        await anext(generator)
    except RuntimeError:
        print("refused")
    print("got", await task)


asyncio.run(main())
