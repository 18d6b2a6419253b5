# S63: to wait or to notify one must hold the lock.
import asyncio


async def main():
    condition = asyncio.Condition()
    try:
        condition.notify()
    except RuntimeError:
        print("notify: refused")
    try:
        condition.notify_all()
    except RuntimeError:
        print("notify_all: refused")
    try:
        await condition.wait()
    except RuntimeError:
        print("wait: refused")
    async with condition:
        condition.notify()
        print("nobody waits, and that is fine")


asyncio.run(main())
