import { expect, test } from "vitest";
import { generateSecret, hashSecret, isWellFormedKey, maskSecret } from "./secret";

test("a secret is ask_, 43 random characters and a checksum that detects malformed keys", () => {
  const { secret, start, end, hash } = generateSecret();
  expect(secret).toMatch(/^ask_[0-9A-Za-z]{49}$/);
  expect(isWellFormedKey(secret)).toBe(true);
  expect(hash.equals(hashSecret(secret))).toBe(true);
  expect(maskSecret(start, end)).toBe(`ask_${secret.slice(4, 8)}************${secret.slice(-4)}`);
  for (let at = 4; at < secret.length; at++) {
    const other = secret[at] === "a" ? "b" : "a";
    expect(isWellFormedKey(secret.slice(0, at) + other + secret.slice(at + 1)), `changed at ${at}`).toBe(
      false,
    );
  }
  for (const garbage of ["", secret.slice(1), `${secret}a`, secret.toLowerCase(), ` ${secret}`]) {
    expect(isWellFormedKey(garbage)).toBe(false);
  }
});

test("the checksum is CRC-32 in base62, so that other scanners can verify it", () => {
  // Computed by another implementation: python3 -c "import zlib; print(hex(zlib.crc32(b'ask_' + b'0' * 43)))"
  const body = `ask_${"0".repeat(43)}`;
  expect(isWellFormedKey(`${body}CHECK`)).toBe(false);
  const digits = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
  let rest = 0xa44b506f;
  let checksum = "";
  for (let i = 0; i < 6; i++) {
    checksum = digits[rest % 62] + checksum;
    rest = Math.floor(rest / 62);
  }
  expect(isWellFormedKey(body + checksum)).toBe(true);
});

test("secrets are unique", () => {
  expect(new Set(Array.from({ length: 1000 }, () => generateSecret().secret)).size).toBe(1000);
});
