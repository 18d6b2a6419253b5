"""What shrink.py makes of a program whose trouble is known."""
import random
import unittest

from generate import Generator
from language import OPERATIONS, every_operation, reached, shared_with
from shrink import smaller


def uses(program: dict, *names: str) -> bool:
    """Whether these operations are there, in bodies that are reached."""
    there = {operation[0] for body in reached(program) for operation in every_operation(program["bodies"][body])}
    return there.issuperset(names)


def size(program: dict) -> int:
    return sum(1 for body in reached(program) for _ in every_operation(program["bodies"][body]))


class Shrink(unittest.TestCase):
    def test_only_what_shows_it_is_left(self):
        generator = Generator(random.Random(5), shared_with((3, 13)))
        tried = 0
        while tried < 20:
            program = generator.program()
            if not uses(program, "get", "cancel"):
                continue
            tried += 1
            small = smaller(program, lambda candidate: uses(candidate, "get", "cancel"))
            # The two, and at most what starts the bodies that they stand in.
            self.assertTrue(uses(small, "get", "cancel"))
            self.assertLessEqual(size(small), 2 + len(reached(small)))

    def test_a_program_of_one_operation_stays(self):
        program = {"objects": {"locks": [], "events": [], "conditions": [], "semaphores": [], "barriers": [],
                               "queues": [], "futures": []}, "bodies": [[["sleep0"]]]}
        self.assertEqual(smaller(program, lambda candidate: uses(candidate, "sleep0")), program)

    def test_an_older_python_gets_fewer_operations(self):
        self.assertEqual(shared_with((3, 13)), set(OPERATIONS))
        self.assertNotIn("shutdown", shared_with((3, 12)))
        self.assertIn("lock", shared_with((3, 11)))
        self.assertNotIn("wait_for", shared_with((3, 11)))


if __name__ == "__main__":
    unittest.main()
