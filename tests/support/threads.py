"""Calls that want a thread of their own."""

from concurrent.futures import ThreadPoolExecutor


def apart(call, *args, **settings):
    """What a call returns in a new thread, where no event loop runs yet, as one may in this."""
    with ThreadPoolExecutor(1) as thread:
        return thread.submit(call, *args, **settings).result()
