"""Which families of reasoning-gym are ladders: what grows in each, how far, what is held."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Any, NamedTuple

from saturate.generators.gym.forms import Form


class Axis(NamedTuple):
    """One parameter of a family's curriculum, and its value on each rung."""

    attribute: str
    """Its name in the family's curriculum; a range has both ends at the rung's value."""
    values: Sequence[int]
    """Of rung 1, rung 2 and so on."""
    held: Mapping[str, Any] = MappingProxyType({})
    """Other parameters that are not at the family's defaults."""
    open_below: bool = False
    """Whether the lower end of a range stays at its default."""
    by_text: bool = False
    """Whether an answer is right where it equals the family's, and its scorer is never asked: that
    runs answers as Python, or takes any text for right."""
    form: Form = "text"
    """The canonical form of answers."""


def _by(step: int, first: int, count: int = 12) -> range:
    return range(first, first + step * count, step)


_DIGITS = tuple(10**power for power in range(1, 13))
"""10 to 10^12."""

AXES: Mapping[str, Axis] = {
    "ab": Axis("length", _by(2, 4, 16)),
    "advanced_geometry": Axis("max_coord", tuple(10 * 3**power for power in range(12))),
    "aiw": Axis("num_entities", range(4, 17)),
    "arc_1d": Axis("size", _by(2, 10, 16)),
    "base_conversion": Axis("value", _DIGITS, open_below=True),
    "basic_arithmetic": Axis("num_terms", range(2, 14), {"min_digits": 1, "max_digits": 2}),
    "bf": Axis("difficulty", range(1, 4)),
    "binary_alternation": Axis("n", _by(2, 4, 16)),
    "binary_matrix": Axis("n", range(3, 15), by_text=True),
    "bitwise_arithmetic": Axis("difficulty", range(1, 11)),
    "caesar_cipher": Axis("words", range(2, 18)),
    "calendar_arithmetic": Axis("offset_upper_bound", _by(30, 10)),
    "chain_sum": Axis("num_terms", range(2, 18)),
    "circuit_logic": Axis("terms", range(2, 18)),
    "coin_flip": Axis("num_trials", range(3, 19)),
    "color_cube_rotation": Axis("rotations", range(1, 17)),
    "complex_arithmetic": Axis("max_real", _DIGITS),
    "count_bits": Axis("n", tuple(2**power for power in range(4, 32, 2)), open_below=True),
    "count_primes": Axis("n", tuple(20 * 2**power for power in range(12)), open_below=True),
    "course_schedule": Axis("num_courses", range(4, 20)),
    "decimal_arithmetic": Axis("num_terms", range(2, 14)),
    "decimal_chain_sum": Axis("num_terms", range(2, 18)),
    "dice": Axis("num_dice", range(2, 14)),
    "emoji_mystery": Axis("num_words_in_sentence", range(3, 19)),
    "family_relationships": Axis("family_size", range(3, 15)),
    "figlet_font": Axis("word_len", range(3, 9)),
    "fraction_simplification": Axis("factor", tuple(2**power for power in range(1, 13))),
    "futoshiki": Axis("board_size", range(4, 8)),
    "game_of_life": Axis("simulation_steps", range(1, 17), {"grid_size_x": 6, "grid_size_y": 6}),
    "game_of_life_halting": Axis(
        "difficulty", range(1, 4), {"grid_size_x": 25, "grid_size_y": 25}, by_text=True
    ),
    "gcd": Axis("value", _DIGITS, open_below=True),
    "group_anagrams": Axis("anagram_groups", range(2, 18)),
    "kakurasu": Axis("rows", range(4, 10)),
    "knights_knaves": Axis("n_people", range(2, 8)),
    "largest_island": Axis("rows", range(5, 21)),
    "lcm": Axis("value", _by(15, 10), open_below=True),
    "leg_counting": Axis("num_animals", range(1, 17)),
    "letter_counting": Axis("words", range(3, 35, 2)),
    "letter_jumble": Axis("words", range(1, 17)),
    "mahjong_puzzle": Axis("num_rounds", _by(5, 5)),
    "manipulate_matrix": Axis("num_transforms", range(1, 17)),
    "maze": Axis("grid_size", range(5, 17), {"min_dist": 3, "max_dist": 10}),
    "mini_sudoku": Axis("empty", range(1, 13)),
    "modulo_grid": Axis("max_holes", range(1, 17), {"size_x": 8, "size_y": 8}),
    "n_queens": Axis("num_removed", range(1, 7), by_text=True),
    "needle_haystack": Axis("num_statements", _by(10, 10)),
    "number_filtering": Axis("numbers", _by(2, 3)),
    "number_format": Axis("num_candidates", range(2, 18)),
    "number_sequence": Axis("terms", range(4, 12)),
    "number_sorting": Axis("numbers", range(2, 18)),
    "palindrome_partitioning": Axis("string_len", range(5, 11)),
    "path_star": Axis("path_length", range(3, 15)),
    "polynomial_equations": Axis("terms", range(2, 8)),
    "pool_matrix": Axis("rows", range(2, 14), {"max_cols": 13}),
    "power_function": Axis("exponent", range(1, 13)),
    "prime_factorization": Axis("value", _by(100, 100), open_below=True),
    "products": Axis("num_digits", range(1, 13)),
    "quantum_lock": Axis("difficulty", range(1, 7)),
    "rectangle_count": Axis("max_rectangles", range(3, 19)),
    "rotate_matrix": Axis("n", range(2, 14)),
    "rotten_oranges": Axis("n", range(4, 16)),
    "self_reference": Axis("difficulty", range(1, 11)),
    "sentence_reordering": Axis("words_in_sentence", range(3, 15)),
    "shortest_path": Axis("rows", range(4, 13), {"min_cols": 8, "max_cols": 8, "p_blocked": 0.35}),
    "simple_equations": Axis("max_value", _DIGITS),
    "simple_geometry": Axis("sides", range(3, 15)),
    "simple_integration": Axis(
        "terms", range(1, 13), {"max_degree": 20}, by_text=True, form="antiderivative"
    ),
    "spell_backward": Axis("word_len", range(3, 11)),
    "spiral_matrix": Axis("n", range(2, 14), by_text=True),
    "string_insertion": Axis("string_length", range(5, 29, 2), by_text=True),
    "string_manipulation": Axis("num_rules", range(3, 15)),
    "string_splitting": Axis("initial_machines", range(3, 15), open_below=True),
    "string_synthesis": Axis("initial_blocks", range(3, 15), open_below=True),
    "sudoku": Axis("empty", _by(4, 4, 15)),
    "survo": Axis("empty", range(1, 13), {"min_board_size": 5, "max_board_size": 5}),
    "time_intervals": Axis("max_date_difference_days", _by(30, 1), {"task_types": ["date"]}),
    "tsumego": Axis("max_stones", range(5, 17)),
    "word_sequence_reversal": Axis("words", range(2, 18)),
    "word_sorting": Axis("num_words", range(2, 18)),
    "zebra_puzzles": Axis("num_people", range(2, 6)),
}
"""By family."""
