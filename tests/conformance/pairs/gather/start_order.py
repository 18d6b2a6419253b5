# S37: children start in the order of the arguments, after what is ready already.
import asyncio


async def work(i):
    print("start", i)
    await asyncio.sleep(0)
    print("end", i)


async def main():
    asyncio.get_running_loop().call_soon(print, "callback")
    group = asyncio.gather(*[work(i) for i in range(4)])
    print("gathered")
    await group


asyncio.run(main())
