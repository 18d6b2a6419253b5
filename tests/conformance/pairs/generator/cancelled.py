# S30, S72: a cancellation reaches what the generator waits for; let pass, it ends it.
import asyncio


async def numbers():
    yield 1
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError:
        print("the generator met it")
        raise
    yield 2


async def take(generator):
    try:
        async for number in generator:
            print("took", number)
    except asyncio.CancelledError:
        print("who asked met it")
        raise


async def main():
    generator = numbers()
    task = asyncio.create_task(take(generator))
    await asyncio.sleep(1)
    task.cancel()
    await asyncio.gather(task, return_exceptions=True)
    print("cancelled:", task.cancelled(), "end:", await anext(generator, "nothing more"))


asyncio.run(main())
