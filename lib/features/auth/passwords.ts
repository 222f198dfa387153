import { hash, verify } from "@node-rs/argon2";
import { requireStrongPassword } from "./password-strength";

/**
 * Argon2id with the first of the parameter sets that OWASP's Password Storage Cheat Sheet names: 19 MiB, two passes,
 * one lane. It runs on libuv's threads, so a burst of sign-ins does not stop the event loop.
 */
const ARGON2_PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const hashPassword = (plain: string): Promise<string> => hash(plain, ARGON2_PARAMETERS);

/**
 * The hash of a password that somebody chose: every way to a new password leads by here.
 * @param field where the form tells what is wrong with it
 * @param about whose it is: their name and email are no password
 * @throws AppError INPUT_INVALID when it is one of the common ones
 */
export async function hashNewPassword(plain: string, field: string, about: string[]): Promise<string> {
  await requireStrongPassword(plain, field, about);
  return hashPassword(plain);
}

export const verifyPassword = (hashed: string, plain: string): Promise<boolean> => verify(hashed, plain);
