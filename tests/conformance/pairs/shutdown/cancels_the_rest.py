# S11: when main returns, what is left is cancelled, and may clean up before run() ends.
import asyncio


async def background():
    try:
        await asyncio.sleep(100)
    except asyncio.CancelledError:
        print("background met it at", f"{asyncio.get_running_loop().time():.1f}")
        raise
    finally:
        await asyncio.sleep(1)
        print("background cleaned up at", f"{asyncio.get_running_loop().time():.1f}")


async def main():
    asyncio.create_task(background())
    await asyncio.sleep(1)
    print("main returns")
    return "result"


print(asyncio.run(main()))
