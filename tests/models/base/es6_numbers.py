#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints COUNT doubles as ECMAScript prints numbers, a line each: the 16 hexadecimal digits of the double, a space, the text.

Independent of the program that is tested: the shortest digits are Python's repr (David Gay's algorithm), and only their layout is made here, by the
steps of ECMAScript 2023, Number::toString (6.1.6.1.20). Usage: es6_numbers.py COUNT SEED
"""
import math
import random
import struct
import sys


def es6(number):
    if number == 0:
        return "0"
    if number < 0:
        return "-" + es6(-number)
    mantissa, _, exponent = f"{number!r}".partition("e")
    whole, _, fraction = mantissa.partition(".")
    if fraction == "0":
        fraction = ""
    digits = (whole + fraction).lstrip("0")
    n = len(whole.lstrip("0")) if whole.strip("0") else -(len(fraction) - len(fraction.lstrip("0")))
    n += int(exponent or 0)
    digits = digits.rstrip("0")
    k = len(digits)
    if k <= n <= 21:
        return digits + "0" * (n - k)
    if 0 < n <= 21:
        return digits[:n] + "." + digits[n:]
    if -6 < n <= 0:
        return "0." + "0" * -n + digits
    sign = "+" if n > 0 else "-"
    rest = "." + digits[1:] if k > 1 else ""
    return f"{digits[0]}{rest}e{sign}{abs(n - 1)}"


def doubles(count, seed):
    chance = random.Random(seed)
    for edge in (0.0, -0.0, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 1e21, 1e20, 999999999999999900000.0, 1e-6, 1e-7, 9007199254740992.0, 9007199254740993.0,
                 0.1, 1 / 3, 123456789012345680000.0, -1e-6, 4.35, 1e23, 9.5e-7):
        yield edge
        count -= 1
    while count > 0:
        kind = chance.random()
        if kind < 0.6:  # any bits
            number = struct.unpack("<d", chance.getrandbits(64).to_bytes(8, "little"))[0]
        elif kind < 0.8:  # what people write
            number = round(chance.uniform(-1e6, 1e6), chance.randrange(7))
        else:  # around where the layout changes
            number = chance.uniform(1, 10) * 10.0 ** chance.randrange(-9, 24)
        if math.isfinite(number):
            yield number
            count -= 1


def main():
    out = []
    for number in doubles(int(sys.argv[1]), int(sys.argv[2])):
        out.append(f"{struct.unpack('<Q', struct.pack('<d', number))[0]:016x} {es6(number)}\n")
    sys.stdout.write("".join(out))


if __name__ == "__main__":
    main()
