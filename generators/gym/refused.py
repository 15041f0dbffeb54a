"""Families of reasoning-gym that are no ladders here, each with the reason."""

_SEVERAL = "several answers to a problem are right, so that votes for right ones are split"
_EVALUATES = "its scorer runs an answer as Python code, and no text of a model is run here"
_NO_AXIS = "it has no parameter that grows"
_ORDER = "another process draws other items, by the order of Python's sets"
_WEIGHTS = "its levels are weights of a mix and not one thing that grows"

REFUSED = {
    "acre": _NO_AXIS,
    "arc_agi": _WEIGHTS,
    "boxnet": _SEVERAL,
    "codeio": "its levels are labels of published items, four of them",
    "composite": _NO_AXIS,
    "countdown": _EVALUATES,
    "cryptarithm": _SEVERAL,
    "graph_color": _SEVERAL,
    "gsm_symbolic": f"{_NO_AXIS}: its difficulty may only be 1.0",
    "intermediate_integration": _EVALUATES,
    "isomorphic_strings": _ORDER,
    "jugs": _SEVERAL,
    "knight_swap": _SEVERAL,
    "list_functions": f"{_NO_AXIS}, and it draws by Python's global generator",
    "palindrome_generation": _SEVERAL,
    "polynomial_multiplication": f"{_EVALUATES}; {_ORDER}",
    "propositional_logic": _SEVERAL,
    "puzzle24": _EVALUATES,
    "ransom_note": _ORDER,
    "rearc": _WEIGHTS,
    "rubiks_cube": _SEVERAL,
    "rush_hour": _SEVERAL,
    "sokoban": _SEVERAL,
    "syllogism": _NO_AXIS,
    "tower_of_hanoi": _SEVERAL,
    "word_ladder": _SEVERAL,
}
"""By family."""
