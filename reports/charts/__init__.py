"""Charts: results in, a specification or a picture out; each file draws one kind."""
