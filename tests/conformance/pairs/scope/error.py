# The end of a scope sees what the body raised, waits, and lets it pass or not.
import asyncio


class Door:
    def __init__(self, forgives):
        self.forgives = forgives

    async def __aenter__(self):
        return "key"

    async def __aexit__(self, kind, error, trace):
        await asyncio.sleep(1)
        print("closed, error:", error)
        return self.forgives


async def body(key):
    print("has the", key)
    raise RuntimeError("body failed")


async def main():
    async with Door(True) as key:
        await body(key)
    print("forgiven")
    try:
        async with Door(False) as key:
            await body(key)
    except RuntimeError as error:
        print("caught:", error)


asyncio.run(main())
