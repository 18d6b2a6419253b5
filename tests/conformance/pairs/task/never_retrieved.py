# S25: an exception that nobody looked at is reported when the last handle goes.
import asyncio


async def bad():
    raise RuntimeError("lost")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: print("reported:", context["exception"]))
    task = asyncio.create_task(bad())
    await asyncio.sleep(1)
    print("still held")
    task = None
    print("let go:", task is None)
    seen = asyncio.create_task(bad())
    await asyncio.sleep(1)
    print("looked at:", seen.exception())
    seen = None
    print("end:", seen is None)


asyncio.run(main())
