# S06, S09: a cancelled timer does not fire, and does not keep the loop waiting.
import asyncio


async def main():
    loop = asyncio.get_running_loop()
    long = loop.call_later(100, print, "never")
    short = loop.call_later(1, print, "never")
    loop.call_later(0.5, short.cancel)
    loop.call_later(2, print, "two")
    print("when:", f"{long.when():.1f}")
    long.cancel()
    await asyncio.sleep(3)
    print("at", f"{loop.time():.1f}")


asyncio.run(main())
