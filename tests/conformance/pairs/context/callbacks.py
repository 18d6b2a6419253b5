# S24: a callback runs in the context that was seen where it was handed over.
import asyncio
import contextvars

user = contextvars.ContextVar("user", default="nobody")


def show(name):
    print(name, "sees", user.get())
    user.set(name)


async def main():
    loop = asyncio.get_running_loop()
    future = loop.create_future()
    user.set("first")
    loop.call_soon(show, "call_soon")
    future.add_done_callback(lambda _: show("done callback"))
    user.set("second")
    loop.call_later(1, show, "call_later")
    user.set("third")
    future.set_result(None)
    await asyncio.sleep(2)
    print("main sees", user.get())


asyncio.run(main())
