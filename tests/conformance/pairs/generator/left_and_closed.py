# S72: to leave the loop does not close the generator; aclose() does, and may wait.
import asyncio


async def numbers():
    try:
        for i in range(5):
            yield i
    finally:
        print("closing")
        await asyncio.sleep(1)
        print("closed at", f"{asyncio.get_running_loop().time():.1f}")


async def main():
    generator = numbers()
    async for number in generator:
        print(number)
        if number == 1:
            break
    print("left the loop")
    await generator.aclose()
    print("after aclose")
    await generator.aclose()
    print("end:", await anext(generator, "nothing more"))


asyncio.run(main())
