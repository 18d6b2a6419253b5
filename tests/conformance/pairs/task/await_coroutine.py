# S14: to await a coroutine gives way to nobody, however deep the calls are.
import asyncio


async def inner():
    print("inner")
    return 1


async def outer():
    value = await inner()
    print("outer")
    return value + 1


async def main():
    asyncio.get_running_loop().call_soon(print, "callback")
    print(await outer())
    await asyncio.sleep(0)
    print("gave way")


asyncio.run(main())
