"""Models behind servers that speak the API of OpenAI: one sampler over several of them."""
