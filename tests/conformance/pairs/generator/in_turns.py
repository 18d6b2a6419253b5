# S72: two tasks take values from one generator in turns.
import asyncio


async def numbers():
    for i in range(6):
        yield i


async def take(generator, name):
    async for number in generator:
        print(name, "took", number)
        await asyncio.sleep(0)


async def main():
    generator = numbers()
    await asyncio.gather(take(generator, "a"), take(generator, "b"))


asyncio.run(main())
