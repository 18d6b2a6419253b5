# S36: cancelling who awaits a function on a thread does not stop the function.
import asyncio
import threading


def work(begun, may_end, ended):
    begun.set()
    may_end.wait()
    ended.set()


async def main():
    begun, may_end, ended = threading.Event(), threading.Event(), threading.Event()
    task = asyncio.create_task(asyncio.to_thread(work, begun, may_end, ended))
    await asyncio.sleep(0)
    begun.wait()
    task.cancel()
    try:
        await task
    except asyncio.CancelledError:
        print("cancelled, function ended:", ended.is_set())
    may_end.set()
    ended.wait()
    print("function ended:", ended.is_set())


asyncio.run(main())
