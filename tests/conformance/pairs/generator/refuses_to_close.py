# S72: a generator that gives one more value when it is closed is refused.
import asyncio


async def stubborn():
    try:
        yield 1
    except GeneratorExit:
        print("one more")
    yield 2


async def main():
    generator = stubborn()
    print(await anext(generator))
    try:
        await generator.aclose()
    except RuntimeError:
        print("refused")


asyncio.run(main())
