# S46: when the time is over the body is cancelled, and that leaves as TimeoutError.
import asyncio


async def main():
    try:
        async with asyncio.timeout(1) as limit:
            try:
                await asyncio.sleep(10)
            except asyncio.CancelledError:
                print("the body met it, expired:", limit.expired())
                raise
    except TimeoutError as error:
        print("TimeoutError at", f"{asyncio.get_running_loop().time():.1f}", "expired:", limit.expired())
        print("because of CancelledError:", isinstance(error.__cause__, asyncio.CancelledError))
    print("requests:", asyncio.current_task().cancelling())


asyncio.run(main())
