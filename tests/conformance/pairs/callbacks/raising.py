# S08: a done callback that raises is reported; those behind it are called.
import asyncio


def bad(future):
    raise RuntimeError("bad callback")


async def main():
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(lambda loop, context: print("reported:", context["exception"]))
    future = loop.create_future()
    future.add_done_callback(bad)
    future.add_done_callback(lambda _: print("good callback"))
    future.set_result("result")
    print(await future)
    await asyncio.sleep(0)
    print("done")


asyncio.run(main())
