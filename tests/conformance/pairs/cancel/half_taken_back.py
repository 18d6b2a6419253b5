# S32, S34: of two requests one is taken back; the other still arrives.
import asyncio


async def work():
    me = asyncio.current_task()
    me.cancel()
    me.cancel()
    print("left:", me.uncancel())
    await asyncio.sleep(0)
    print("never")


async def main():
    task = asyncio.create_task(work())
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled, requests:", task.cancelling())


asyncio.run(main())
