// JSON numbers (RFC 8259, section 6) as texts, because a 64-bit float keeps only some 17 digits.

const NUMBER = /^(-?)(\d+)(?:\.(\d+))?(?:[eE]([+-]?\d+))?$/;

/** True if two JSON numbers have the same value, digit for digit: `1.0` and `10e-1` have, `0.1` and `0.1000…0001` have not. */
export const isSameNumber = (a: string, b: string): boolean => a === b || normalize(a) === normalize(b);

/** True for a JSON number below zero. Negative zero is not. */
export const isNegative = (text: string): boolean => normalize(text).startsWith("-");

/** A number as its significant digits and the exponent of the last one, such as `-125e-1` for `-12.50`. */
function normalize(text: string): string {
  const [, sign = "", whole = "", fraction = "", exponent = "0"] = NUMBER.exec(text) ?? [];
  const digits = (whole + fraction).replace(/^0+/, "");
  if (digits === "") return "0";
  let end = digits.length;
  while (digits[end - 1] === "0") end--;
  return `${sign}${digits.slice(0, end)}e${BigInt(exponent) + BigInt(digits.length - end - fraction.length)}`;
}
