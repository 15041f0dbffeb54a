"""Mirror images of the operands of a product, and the way back from the product with them.

A number of n digits and its mirror image add up to 11 * 10^(n-1), so that the image has n digits as
well. Every digit becomes another one, but for zeros at the low end and a 5 beside them or at the
high end. By the law of distribution, with K and L for the two sums,

    (K - a) * b = K * b - a * b  and  (K - a) * (L - b) = K * L - K * b - L * a + a * b.

As K and L are eleven times a power of ten, products with them are additions of what is shifted.
"""

from __future__ import annotations

from collections.abc import Callable

from saturate.generators.digits import value, written
from saturate.ladder import identity


def mirrored(number: str) -> list[str]:
    """A number, lowest digit first, and its mirror image if that is another of as many digits.

    A single digit stays what it is, lest all problems of one digit be a handful.
    """
    digits, here = len(number), value(number)
    image = _turning_point(digits) - here
    if digits == 1 or image >= 10**digits or image == here:
        return [number]
    return [number, written(image, digits)]


def smaller(number: str) -> str:
    """A number or its mirror image, whichever is less; the same for both."""
    digits, here = len(number), value(number)
    return str(here if digits == 1 else min(here, _turning_point(digits) - here))


def restore(first: str, second: str, first_too: bool, second_too: bool) -> Callable[[str], str]:
    """The way back from a product with mirror images to the product of two numbers.

    Args:
        first: One number, lowest digit first.
        second: The other.
        first_too: Whether the mirror image of the first was asked about in its place.
        second_too: The same of the second.
    """
    if not (first_too or second_too):
        return identity
    a, b, width = value(first), value(second), len(first) + len(second)
    k, m = _turning_point(len(first)), _turning_point(len(second))

    def restored(answer: str) -> str:
        if len(answer) != width:
            return answer  # as wrong as it was
        asked = value(answer)
        if first_too and second_too:
            product = asked - k * m + k * b + m * a
        else:
            product = (k * b if first_too else m * a) - asked
        return written(product, width) if product >= 0 else f"-{written(-product, width)}"

    return restored


def _turning_point(digits: int) -> int:
    point: int = 11 * 10 ** (digits - 1)
    return point
