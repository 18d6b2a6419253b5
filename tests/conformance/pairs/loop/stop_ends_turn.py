# S07: stop() lets the turn run to its end; what the turn added does not run.
import asyncio


def one(loop):
    print("one stops the loop")
    loop.stop()


def two(loop):
    print("two runs all the same")
    loop.call_soon(print, "three runs when the loop goes on")


loop = asyncio.new_event_loop()
loop.call_soon(one, loop)
loop.call_soon(two, loop)
loop.run_forever()
print("stopped")
loop.call_soon(loop.stop)
loop.run_forever()
loop.close()
