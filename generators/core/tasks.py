"""Which tasks of reasoning-core 0.5 are ladders, and why the others are none.

A rung is a level, from 0 on. A task is a ladder where three processes drew the same thousand
problems, each with another seed of Python's hashes and in another order, and where one answer alone
is right.
"""

LEVELS = 10
"""Rungs of every ladder."""
TASKS = (
    "attribute_grammar",
    "controlled_code_execution",
    "dynamic_programming",
    "finite_automaton_execution",
    "graph_successors",
    "process_inversion",
    "rule_switching",
    "shift_reduce_parsing",
    "string_transduction",
)
_IMPURE = "another process draws other problems from the same seed"
_SOME = "another process draws some other problems from the same seed"
_SEVERAL = "several spellings or answers are right, so that votes for right ones are split"
_SLOW = "a problem of higher levels takes 40 ms to some seconds"
_DOWNLOADS = "it downloads data when it draws"
_TWO = "its answers are yes or no"

REFUSED = {
    "analogical_case_matching": _IMPURE,
    "arithmetics": _IMPURE,
    "belief_tracking": _SOME,
    "code_analysis": _IMPURE,
    "code_runnability": _IMPURE,
    "combinatorics_formula": _SEVERAL,
    "constrained_continuation": _IMPURE,
    "constraint_satisfaction": _SLOW,
    "coreference": "it draws by the library faker, which its own seed does not reach",
    "defeasible_nli": _SOME,
    "equation_system": _SLOW,
    "function_manipulation": _SEVERAL,
    "game_best_move": "it needs the extra gen of reasoning-core",
    "game_forced_win": "it needs the extra gen of reasoning-core",
    "graph_pathfinding": _SEVERAL,
    "grid_navigation": _SLOW,
    "inverse_math": _SEVERAL,
    "lambda_reduction": _IMPURE,
    "logic_derivation": _SOME,
    "logic_qa": _SOME,
    "math_word_problem": _SOME,
    "metamath_core_select": _DOWNLOADS,
    "metamath_entailment": _DOWNLOADS,
    "most_probable_evidence": _IMPURE,
    "most_probable_outcome": _SOME,
    "multistep_abduction": _SEVERAL,
    "multistep_evidence_retrieval": _SOME,
    "multistep_nli": _SOME,
    "parsing_derivation": _IMPURE,
    "planar_geometry_relations": _SEVERAL,
    "planning": _SOME,
    "qualitative_causal_reasoning": _IMPURE,
    "qualitative_reasoning": _SLOW,
    "reference_tracking": _SLOW,
    "regex_following": _IMPURE,
    "regex_reasoning": _IMPURE,
    "rewrite_system": _IMPURE,
    "sequential_induction": _SLOW,
    "set_expression": _SOME,
    "set_missing_element": _SLOW,
    "syntax_error_detection": _IMPURE,
    "systems_trace": "some of its problems come on two levels, in different splits",
    "table_equivalence": _TWO,
    "table_qa": _SOME,
    "table_statistics": "it draws by the library faker, which its own seed does not reach",
    "unification_entailment": _IMPURE,
}
"""By task."""
