"""A stand-in for reasoning-gym: the part of its interface that the adapter calls, two families."""

import sys
from importlib.machinery import ModuleSpec
from random import Random
from types import ModuleType, SimpleNamespace


class ChainSum:
    """Sums of as many terms as asked; any spelling of the number is right, as in the original."""

    def __init__(self, seed, size, min_terms=2, max_terms=6):
        self.seed, self.size, self.terms = seed, size, (min_terms, max_terms)

    def __getitem__(self, place):
        rng = Random(self.seed + place)
        terms = [rng.randint(1, 999) for _ in range(rng.randint(*self.terms))]
        question = f"What is {' + '.join(map(str, terms))}?"
        return {"question": question, "answer": str(sum(terms)), "metadata": {}}

    def score_answer(self, answer, entry):
        try:
            return 1.0 if float(answer.replace(",", "")) == float(entry["answer"]) else 0.01
        except ValueError:
            return 0.0


class SpiralMatrix:
    """Squares of digits, row by row; the scorer must never be asked."""

    def __init__(self, seed, size, min_n=2, max_n=10):
        self.seed, self.size, self.n = seed, size, (min_n, max_n)

    def __getitem__(self, place):
        rng = Random(self.seed + place)
        n = rng.randint(*self.n)
        rows = [" ".join(str(rng.randint(0, 9)) for _ in range(n)) + " " for _ in range(n)]
        return {"question": "Write:\n" + "\n".join(rows), "answer": "\n".join(rows) + "\n"}

    def score_answer(self, answer, entry):
        raise AssertionError("an answer was run")


class BinaryWord:
    """Few items: eight words; the one of zeros has an empty answer, the one of ones fails."""

    def __init__(self, seed, size, difficulty=1):
        self.seed = seed

    def __getitem__(self, place):
        word = Random(self.seed + place).choice([f"{i:03b}" for i in range(8)])
        if word == "111":
            raise ZeroDivisionError
        return {"question": f"Ones of {word}?", "answer": word.replace("0", "")}

    def score_answer(self, answer, entry):
        return float(answer == entry["answer"])


class SimpleIntegration:
    """Powers, with the parts of the answer in an order of their own; the scorer runs texts."""

    def __init__(self, seed, size, min_terms=2, max_terms=5, max_degree=10):
        self.seed, self.degree = seed, max_degree

    def __getitem__(self, place):
        power = Random(self.seed + place).randint(2, 900)
        question = f"Integrate {power}*x**{power - 1} - 1"
        return {"question": question, "answer": f"-x + x**{power} + C", "metadata": {}}

    def score_answer(self, answer, entry):
        raise AssertionError("an answer was run")


class ShortestPath:
    """Grids of one row; of two rows on odd places, where two paths are as short."""

    def __init__(self, seed, size, min_rows=5, max_rows=8, min_cols=5, max_cols=8, p_blocked=0.4):
        self.seed = seed

    def __getitem__(self, place):
        between = ["O"] * Random(self.seed + place).randint(1, 400)
        grid = [["*", *between, "#"], ["X"] * (len(between) + 2)]
        if place % 2:
            grid = [["*", "O"], ["O", "#"]]
        told = "\n".join(" ".join(row) for row in grid)
        answer = " ".join(["right"] * (len(between) + 1))
        metadata = {"matrix": grid, "solution": answer.split() + ["right"] * 9}
        return {"question": told, "answer": answer, "metadata": metadata}

    def score_answer(self, answer, entry):
        return float(answer == entry["answer"])


FAMILIES = {"chain_sum": ChainSum, "spiral_matrix": SpiralMatrix, "bf": BinaryWord, "new": ChainSum}
FAMILIES |= {"simple_integration": SimpleIntegration, "shortest_path": ShortestPath}
ATTRIBUTES = {
    "num_terms": SimpleNamespace(lower_field_name="min_terms", upper_field_name="max_terms"),
    "n": SimpleNamespace(lower_field_name="min_n", upper_field_name="max_n"),
    "difficulty": SimpleNamespace(field_name="difficulty"),
    "terms": SimpleNamespace(lower_field_name="min_terms", upper_field_name="max_terms"),
    "rows": SimpleNamespace(lower_field_name="min_rows", upper_field_name="max_rows"),
}


def put_in_place(monkeypatch):
    """Make ``import reasoning_gym`` find the stand-in."""
    package, factory = ModuleType("reasoning_gym"), ModuleType("reasoning_gym.factory")
    package.__spec__ = ModuleSpec("reasoning_gym", None)
    factory.DATASETS = {name: (made, None) for name, made in FAMILIES.items()}
    factory.create_dataset = lambda name, **given: FAMILIES[name](**given)
    factory.create_curriculum = lambda name: SimpleNamespace(get_attribute=ATTRIBUTES.__getitem__)
    monkeypatch.setitem(sys.modules, "reasoning_gym", package)
    monkeypatch.setitem(sys.modules, "reasoning_gym.factory", factory)
