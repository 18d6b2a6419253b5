# S11: main raises; what is left is cancelled all the same before run() raises.
import asyncio


async def background():
    try:
        await asyncio.sleep(100)
    finally:
        print("background ends")


async def main():
    asyncio.create_task(background())
    await asyncio.sleep(0)
    raise RuntimeError("main failed")


try:
    asyncio.run(main())
except RuntimeError as error:
    print("run() raised:", error)
