# S36: a function on another thread gives its result or its exception to who awaits it.
import asyncio


def add(a, b):
    return a + b


def fail():
    raise RuntimeError("failed on the thread")


async def main():
    print(await asyncio.to_thread(add, 2, 3))
    try:
        await asyncio.to_thread(fail)
    except RuntimeError as error:
        print(error)


asyncio.run(main())
