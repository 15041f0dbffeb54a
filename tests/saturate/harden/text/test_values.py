import pytest

from saturate.harden.text.units import unit_of
from saturate.harden.text.values import may_be_same, quantity, same

EQUAL = [
    ("1/2", "0.5"), ("½", "0.5"), ("50 %", "0.5"), ("50\\%", "1/2"), ("fifty", "Fifty."),
    ("3 1/2", "3.5"), ("2 1/4", "9/4"), ("1 km", "1000 m"), ("90 min", "1.5 hours"),
    ("1hours", "60minutes"), ("1 h 30 min", "90 minutes"), ("5 ft 6 in", "66 inches"),
    ("7 days", "168 hours"), ("2 years", "24 months"), ("1,000", "1000"), ("1e3", "1000"),
    ("3×10^8 m/s", "300000 km/s"), ("36 km/h", "10 m/s"), ("$0.50", "50 cents"),
    ("0 °C", "273.15 K"), ("32 °F", "0°C"), ("100 cm2", "0.01 m²"), ("2 L", "2000 cm^3"),
    ("1 square foot", "144 square inches"), ("2 kg", "2000 grams"), ("2π/3", "120°"),
    ("π", "180°"), ("$\\frac{1}{2}$", "0.5"), ("7", "7.0"), ("٣", "3"), ("250 mL", "0.25 L"),
    ("1 atm", "101325 Pa"), ("The lime.", "lime"), ("la manzana", "Manzana"), ("Ｌｉｍｅ", "lime"),
    ("x=3cos(10t) cm.", "x=3cos(10t)cm"),
]  # fmt: skip
DIFFERENT = [
    ("1/2", "1/3"), ("1 km", "100 m"), ("5 mW", "5 MW"), ("-3", "3"), ("10", "100"), ("3", "4"),
    ("5 kg", "5 m"), ("1.5", "2"), ("12:30", "12.5"), ("lime", "pear"), ("300 m", "300 s"),
]  # fmt: skip
PERHAPS = [
    ("3.14", "3.1416"), ("3.141", "3.1416"), ("1/3", "0.33"), ("3", "3.1"), ("5", "5 cm"),
    ("5 apples", "5"), ("37 C", "37 °C"), ("2.998×10^8 m/s", "3×10^8 m/s"), ("AA", "aa"),
]  # fmt: skip


@pytest.mark.parametrize(("one", "other"), EQUAL)
def test_one_value_in_two_spellings(one, other):
    assert same(one, other) and same(other, one)
    assert may_be_same(one, other) and may_be_same(other, one)


@pytest.mark.parametrize(("one", "other"), DIFFERENT)
def test_two_values(one, other):
    assert not same(one, other) and not may_be_same(one, other) and not may_be_same(other, one)


@pytest.mark.parametrize(("one", "other"), PERHAPS)
def test_rounded_twins_and_missing_units_may_be_the_same(one, other):
    assert not same(one, other)
    assert may_be_same(one, other) and may_be_same(other, one)


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Aa", "aa"),
        ("AABB", "aabb"),
        ("COCl 2", "CoCl 2"),
        ("only SS", "only Ss"),
        ("H+", "H"),
        ("100% Rr", "100% rr"),
    ],
)
def test_case_and_signs_count_in_symbols(one, other):
    assert not same(one, other)


def test_a_list_of_amounts_is_no_amount():
    assert quantity("0,01 TB, 1025 MB, 1 GB") is None
    assert quantity("30 min 1 h") is None
    assert quantity("5 km 3 kg") is None


@pytest.mark.parametrize(
    ("text", "factor", "dimension"),
    [
        ("km/h", 1 / 3.6, (("m", 1), ("s", -1))),
        ("m s^-2", 1.0, (("m", 1), ("s", -2))),
        ("square feet", 0.09290304, (("m", 2),)),
        ("\\mathrm{cm}", 0.01, (("m", 1),)),
        ("kWh", 3.6e6, (("kg", 1), ("m", 2), ("s", -2))),
        ("µg", 1e-9, (("kg", 1),)),
        ("", 1.0, ()),
    ],
)
def test_units_have_a_size_and_a_dimension(text, factor, dimension):
    unit = unit_of(text)
    assert unit.factor == pytest.approx(factor)
    assert unit.dimension == dimension


def test_unknown_units_are_not_guessed():
    assert unit_of("apples") is None
    assert unit_of("C") is None
