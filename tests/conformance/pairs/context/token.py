# S24: a token puts back what was there before; a variable without a value says so.
import asyncio
import contextvars

plain = contextvars.ContextVar("plain")


async def main():
    try:
        plain.get()
    except LookupError:
        print("no value")
    print(plain.get("a default"))
    first = plain.set("one")
    second = plain.set("two")
    print(plain.get())
    plain.reset(second)
    print(plain.get())
    plain.reset(first)
    print(plain.get("none again"))


asyncio.run(main())
