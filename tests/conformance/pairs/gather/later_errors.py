# S38: exceptions after the first are lost, and nobody is told of them.
import asyncio


async def bad(name, delay):
    await asyncio.sleep(delay)
    print(name, "raises")
    raise RuntimeError(name)


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: print("reported:", context["exception"]))
    try:
        await asyncio.gather(bad("first", 1), bad("second", 2), bad("third", 1))
    except RuntimeError as error:
        print("caught", error)
    await asyncio.sleep(5)
    print("end")


asyncio.run(main())
