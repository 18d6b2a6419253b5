# What the end of a scope raises comes out instead; if the beginning fails there is no end.
import asyncio


class Door:
    def __init__(self, opens):
        self.opens = opens

    async def __aenter__(self):
        if not self.opens:
            raise RuntimeError("does not open")

    async def __aexit__(self, kind, error, trace):
        raise RuntimeError("does not close")


async def main():
    for opens in (True, False):
        try:
            async with Door(opens):
                print("inside")
        except RuntimeError as error:
            print(error)


asyncio.run(main())
