# S14: a future that is done is awaited without giving way.
import asyncio


async def main():
    loop = asyncio.get_running_loop()
    good, bad = loop.create_future(), loop.create_future()
    good.set_result("good")
    bad.set_exception(RuntimeError("bad"))
    loop.call_soon(print, "callback")
    print(await good)
    try:
        await bad
    except RuntimeError as error:
        print(error)
    await asyncio.sleep(0)


asyncio.run(main())
