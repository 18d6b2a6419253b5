# S24: a function on another thread sees the context of who awaits it.
import asyncio
import contextvars

user = contextvars.ContextVar("user", default="nobody")


def look():
    return user.get()


async def main():
    print(await asyncio.to_thread(look))
    user.set("somebody")
    print(await asyncio.to_thread(look))


asyncio.run(main())
