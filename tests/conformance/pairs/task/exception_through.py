# S14: an exception goes up the awaiting coroutines; what each cleans up runs on its way.
import asyncio


async def leaf():
    await asyncio.sleep(1)
    raise RuntimeError("leaf broke")


async def middle():
    try:
        await leaf()
    except RuntimeError:
        print("middle cleans up")
        raise


async def main():
    try:
        await middle()
    except RuntimeError as error:
        print("main caught:", error)


asyncio.run(main())
