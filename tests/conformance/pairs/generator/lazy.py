# S72: a generator runs from one yield to the next, inside of who asks.
import asyncio


async def numbers():
    print("begins")
    for i in range(2):
        yield i
        print("goes on")
    print("ends")


async def main():
    generator = numbers()
    print("made")
    asyncio.get_running_loop().call_soon(print, "callback")
    async for number in generator:
        print("got", number)
    await asyncio.sleep(0)


asyncio.run(main())
