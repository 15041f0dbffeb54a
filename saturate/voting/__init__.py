"""Labels without gold: who is shown which view, how votes are counted, which ballots are kept.

One rule a file: ``poll`` asks the voters, ``early_stopping`` says when a vote is decided,
``majority`` counts, ``length_filter`` drops ballots of unusual length, ``precision`` says from the
ballots alone how many labels are right (``ballot_model`` how ballots come about), ``label`` puts
these together for the proposals of a rung. Nothing here reads a true answer.
"""
