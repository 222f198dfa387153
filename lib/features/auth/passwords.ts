import { hash, verify } from "@node-rs/argon2";
import type { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { AppError } from "@/lib/core/errors";

/**
 * Argon2id with the first parameter set of OWASP's Password Storage Cheat Sheet: 19 MiB, two passes, one lane. It runs on
 * libuv's threads, so a burst of sign-ins does not block the event loop.
 */
const ARGON2_PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

/** zxcvbn scores go from 0 to 4. From 3 on, a guesser who knows common passwords and patterns needs over 10⁸ guesses. */
const MIN_SCORE = 3;
/** In characters. Checking more would take longer and find little. */
const MAX_CHECKED_LENGTH = 32;

let checkerPromise: Promise<ZxcvbnFactory> | undefined;

/** Loads the checker on first use: its word lists take about 12 MB, which most processes never need. */
async function loadChecker(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, common] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
  ]);
  return new ZxcvbnFactory({
    dictionary: common.dictionary,
    graphs: common.adjacencyGraphs,
    maxLength: MAX_CHECKED_LENGTH,
  });
}

/**
 * Passes if a new password is neither common nor made of public facts about the user.
 * @param field the form field that gets the error
 * @param userInfo the user's name and email
 * @throws AppError INPUT_INVALID
 */
export async function requireStrongPassword(
  password: string,
  field: string,
  userInfo: string[],
): Promise<void> {
  checkerPromise ??= loadChecker();
  const words = userInfo.flatMap((text) => text.split(/[^\p{L}\p{N}]+/u)).filter((word) => word.length > 2);
  const checker = await checkerPromise;
  const { score } = checker.check(password.slice(0, MAX_CHECKED_LENGTH), [...userInfo, ...words]);
  if (score >= MIN_SCORE) return;
  const message = "This password is easy to guess. Use a few unrelated words.";
  throw new AppError("INPUT_INVALID", message, { [field]: message });
}

export const hashPassword = (plain: string): Promise<string> => hash(plain, ARGON2_PARAMETERS);

/**
 * Hashes a password that a user has chosen. Every flow that sets a password uses this, so none skips the strength check.
 * @param field the form field that gets the error
 * @param userInfo the user's name and email, which make a weak password
 * @throws AppError INPUT_INVALID for a common or easily guessed password
 */
export async function hashNewPassword(plain: string, field: string, userInfo: string[]): Promise<string> {
  await requireStrongPassword(plain, field, userInfo);
  return hashPassword(plain);
}

export const verifyPassword = (hashed: string, plain: string): Promise<boolean> => verify(hashed, plain);
