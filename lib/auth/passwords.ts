import { hash, verify } from "@node-rs/argon2";

/**
 * Argon2id with the first of the parameter sets that OWASP's Password Storage Cheat Sheet names: 19 MiB, two passes,
 * one lane. It runs on libuv's threads, so a burst of sign-ins does not stop the event loop.
 */
const PARAMETERS = { memoryCost: 19_456, timeCost: 2, parallelism: 1 } as const;

export const hashPassword = (plain: string): Promise<string> => hash(plain, PARAMETERS);

export const verifyPassword = (hashed: string, plain: string): Promise<boolean> => verify(hashed, plain);
