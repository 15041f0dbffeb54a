"""What stand-ins of a sampler have in common, so that each says only how it answers."""


class StandIn:
    """A model without a chat template whose context holds everything."""

    has_chat_template = False

    def fits(self, texts, decoding=None):
        return [True] * len(texts)
