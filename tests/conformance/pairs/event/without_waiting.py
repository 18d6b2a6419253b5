# S15: waiting for an event that is set gives way to nobody.
import asyncio


async def main():
    event = asyncio.Event()
    event.set()
    event.set()
    asyncio.get_running_loop().call_soon(print, "callback")
    await event.wait()
    await event.wait()
    print("passed twice")
    await asyncio.sleep(0)
    event.clear()
    print("set:", event.is_set())


asyncio.run(main())
