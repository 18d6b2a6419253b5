# S07, S11: callbacks that are due after main has returned are not called.
import asyncio


async def main():
    loop = asyncio.get_running_loop()
    loop.call_later(10, print, "never")
    loop.call_soon(print, "this turn still")
    print("main returns")


asyncio.run(main())
print("run() returned")
