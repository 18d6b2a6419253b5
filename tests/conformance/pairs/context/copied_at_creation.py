# S24: a task starts with a copy of what its maker saw; neither sees the other's changes.
import asyncio
import contextvars

user = contextvars.ContextVar("user", default="nobody")


async def child():
    print("child sees", user.get())
    user.set("child")
    await asyncio.sleep(0)
    print("child sees", user.get())


async def main():
    user.set("before")
    task = asyncio.create_task(child())
    user.set("after")
    await task
    print("main sees", user.get())


asyncio.run(main())
