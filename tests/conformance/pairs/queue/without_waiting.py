# S15: get and put give way to nobody where they can; what cannot be done at once says so.
import asyncio


async def main():
    queue = asyncio.Queue(1)
    asyncio.get_running_loop().call_soon(print, "callback")
    await queue.put("item")
    print("full:", queue.full())
    print(await queue.get())
    try:
        queue.get_nowait()
    except asyncio.QueueEmpty:
        print("empty")
    await asyncio.sleep(0)


asyncio.run(main())
