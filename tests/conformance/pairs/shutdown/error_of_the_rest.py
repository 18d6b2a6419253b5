# S11: what a left task raises while it is cancelled is reported.
import asyncio


async def background():
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        raise RuntimeError("could not clean up")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: print("reported:", context["exception"]))
    main.task = asyncio.create_task(background())
    await asyncio.sleep(0)
    print("main returns")


asyncio.run(main())
print("run() returned")
