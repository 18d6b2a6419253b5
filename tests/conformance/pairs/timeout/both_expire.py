# S48: nested timeouts over on the same turn: the outer raises, the inner lets through.
import asyncio


async def main():
    try:
        async with asyncio.timeout(1) as outer:
            try:
                async with asyncio.timeout(1) as inner:
                    await asyncio.sleep(5)
            except asyncio.CancelledError:
                print("inner CancelledError")
                raise
    except TimeoutError:
        print("outer TimeoutError")
    print(inner.expired(), outer.expired(), asyncio.current_task().cancelling())


asyncio.run(main())
