# Scopes whose ends wait: entered from the outside in, left from the inside out.
import asyncio


class Door:
    def __init__(self, name):
        self.name = name

    async def __aenter__(self):
        await asyncio.sleep(1)
        print(self.name, "opened at", f"{asyncio.get_running_loop().time():.1f}")

    async def __aexit__(self, kind, error, trace):
        await asyncio.sleep(1)
        print(self.name, "closed at", f"{asyncio.get_running_loop().time():.1f}", "error:", error)


async def main():
    async with Door("outer"):
        async with Door("inner"):
            print("inside")


asyncio.run(main())
