# A stack of scopes is left from the last to the first.
import asyncio
import contextlib


class Door:
    def __init__(self, name):
        self.name = name

    async def __aenter__(self):
        print(self.name, "opened")

    async def __aexit__(self, kind, error, trace):
        await asyncio.sleep(1)
        print(self.name, "closed at", f"{asyncio.get_running_loop().time():.1f}")


async def main():
    async with contextlib.AsyncExitStack() as stack:
        for name in "abc":
            await stack.enter_async_context(Door(name))
        print("inside")


asyncio.run(main())
