# S35: the message of a request arrives with the CancelledError, also at who awaits.
import asyncio


async def work():
    try:
        await asyncio.sleep(10)
    except asyncio.CancelledError as error:
        print("work met:", error)
        raise


async def main():
    task = asyncio.create_task(work())
    await asyncio.sleep(0)
    task.cancel("the user left")
    try:
        await task
    except asyncio.CancelledError as error:
        print("main met:", error)


asyncio.run(main())
