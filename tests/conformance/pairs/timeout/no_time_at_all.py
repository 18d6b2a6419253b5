# S49: timeout(0) lets pass what does not wait; it is over where the body first gives way.
import asyncio


async def main():
    done = asyncio.get_running_loop().create_future()
    done.set_result(None)
    try:
        async with asyncio.timeout(0):
            print("body")
            await done
            print("past what was done")
            await asyncio.sleep(1)
            print("never")
    except TimeoutError:
        print("TimeoutError at", f"{asyncio.get_running_loop().time():.1f}")


asyncio.run(main())
