# S11, S29: a task that main makes last never starts.
import asyncio


async def background():
    print("background runs")


async def main():
    asyncio.create_task(background())
    print("main returns")


asyncio.run(main())
print("run() returned")
