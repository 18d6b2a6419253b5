# S08: what a callback raises goes to the exception handler; the turn goes on.
import asyncio


def handler(loop, context):
    print("reported:", context["exception"])


def bad():
    raise RuntimeError("bad callback")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(handler)
    loop.call_soon(bad)
    loop.call_soon(print, "good callback")
    loop.call_later(1, bad)
    await asyncio.sleep(2)
    print("done")


asyncio.run(main())
