"""What stand-ins of a sampler have in common, so that each says only how it answers."""


class StandIn:
    """A model without a chat template whose context holds everything."""

    has_chat_template = False

    def fits(self, texts, decoding=None):
        return [True] * len(texts)


class Likes(StandIn):
    """Finds what it is told to likely, and keeps what it is asked."""

    def __init__(self, likes):
        self.likes = likes
        self.pairs = []

    def log_likelihoods(self, pairs):
        self.pairs += pairs
        return [(-1.0 if self.likes(*pair) else -5.0, False) for pair in pairs]
