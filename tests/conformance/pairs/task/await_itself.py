# S21: a task cannot await itself.
import asyncio


async def work(tasks):
    try:
        await tasks[0]
    except RuntimeError:
        print("refused")
    return "went on"


async def main():
    tasks = []
    tasks.append(asyncio.create_task(work(tasks)))
    print(await tasks[0])


asyncio.run(main())
