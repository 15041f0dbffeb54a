"""Views of a question: rewrites that may change the computation and not the answer.

Sources, by what each has to know:

``ladder``
    The family declares a symmetry of its task and rewrites by it.
``text``
    The text alone: the order of the options of a multiple choice, the order of sentences that
    state facts about different things, units, all amounts of one unit times a factor. Each is made
    only where its rules show what happens to the answer, which is mapped back.
``model``
    The model itself puts the question in other words. Nothing shows that the meaning is kept; all
    numbers have to be.

``auto`` takes the ladder's where it declares any, else the text's, filled up by the model's.
``program`` asks for each view of ``auto`` twice: for an answer, and for arithmetic that is worked
out for the model.
"""

from saturate.voting.views.make_views import make_views

__all__ = ["make_views"]
