# S50: what the body raises instead leaves as it is.
import asyncio


async def main():
    try:
        async with asyncio.timeout(1) as limit:
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError:
                raise RuntimeError("while cleaning up")
    except RuntimeError as error:
        print(error)
    print("expired:", limit.expired(), "requests:", asyncio.current_task().cancelling())


asyncio.run(main())
