# S72: what a generator raises comes out where the next value was asked for; it has ended.
import asyncio


async def numbers():
    yield 1
    await asyncio.sleep(1)
    raise RuntimeError("no more numbers")


async def main():
    generator = numbers()
    try:
        async for number in generator:
            print(number)
    except RuntimeError as error:
        print(error)
    print("end:", await anext(generator, "nothing more"))


asyncio.run(main())
