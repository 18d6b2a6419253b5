# S24: a coroutine that is awaited shares the context of its task; gathered ones do not.
import asyncio
import contextvars

user = contextvars.ContextVar("user", default="nobody")


async def rename(name):
    user.set(name)
    print("set to", user.get())


async def main():
    await rename("awaited")
    print("main sees", user.get())
    await asyncio.gather(rename("a"), rename("b"))
    print("main sees", user.get())


asyncio.run(main())
