# S09: a callback cancelled before it ran never runs, even from within the same turn.
import asyncio


async def main():
    loop = asyncio.get_running_loop()
    never = loop.call_soon(print, "never")
    never.cancel()
    print("cancelled:", never.cancelled())
    handles = []
    loop.call_soon(lambda: handles[0].cancel())
    handles.append(loop.call_soon(print, "never either"))
    loop.call_soon(print, "last")
    await asyncio.sleep(0)
    print("cancelled:", handles[0].cancelled())


asyncio.run(main())
