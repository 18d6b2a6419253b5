# S16: a timer's callback runs on the turn it is due; a sleeper is woken by such a
# callback, and runs a turn later.
import asyncio


async def sleeper():
    await asyncio.sleep(1)
    print("sleeper")


async def main():
    loop = asyncio.get_running_loop()
    task = asyncio.create_task(sleeper())
    await asyncio.sleep(0)
    loop.call_later(1, print, "callback set after the sleeper fell asleep")
    await task
    print("done")


asyncio.run(main())
