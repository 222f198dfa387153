import { hash as oneShot, randomInt } from "node:crypto";
import { crc32 } from "node:zlib";
import { maskEnds, SECRET_PREFIXES } from "@/lib/core/typed-secret";

const BASE62 = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz";
const PREFIX = SECRET_PREFIXES.apiKey;
const RANDOM_LENGTH = 43;
const CHECKSUM_LENGTH = 6;
const KEY_PATTERN = new RegExp(`^${PREFIX}[0-9A-Za-z]{${RANDOM_LENGTH + CHECKSUM_LENGTH}}$`);

/** CRC-32 in six base62 digits, most significant first (62⁶ > 2³²). */
function checksum(text: string): string {
  let rest = crc32(text) >>> 0;
  let digits = "";
  for (let i = 0; i < CHECKSUM_LENGTH; i++) {
    digits = BASE62[rest % 62] + digits;
    rest = Math.floor(rest / 62);
  }
  return digits;
}

export interface NewSecret {
  /** Shown once, never stored. */
  secret: string;
  hash: Buffer;
  /** The four characters at either end that a masked key shows. */
  start: string;
  end: string;
}

/**
 * Generates a secret: `ask_`, 43 random base62 characters (256 bits from the CSPRNG), and a checksum of both. The
 * checksum lets us reject malformed keys without a query, and lets secret scanners recognize leaked keys.
 */
export function generateSecret(): NewSecret {
  let random = "";
  for (let i = 0; i < RANDOM_LENGTH; i++) random += BASE62[randomInt(62)];
  const body = PREFIX + random;
  const secret = body + checksum(body);
  return { secret, hash: hashSecret(secret), start: random.slice(0, 4), end: secret.slice(-4) };
}

/** Checks format and checksum of a key, not whether the key exists. */
export function isWellFormedKey(text: string): boolean {
  return KEY_PATTERN.test(text) && checksum(text.slice(0, -CHECKSUM_LENGTH)) === text.slice(-CHECKSUM_LENGTH);
}

/** SHA-256. 256 random bits need no slow hash, and the timing of a lookup by hash reveals nothing useful. */
export const hashSecret = (secret: string): Buffer => oneShot("sha256", secret, "buffer");

/** The masked key: enough to recognize it, useless for a request. */
export const maskSecret = (start: string, end: string): string => maskEnds(PREFIX, start, end);
