import { createHash } from "node:crypto";

/** The SHA-256 of a token of at least 256 random bits. Such a token needs no salt and no slow hash. */
export const hashToken = (token: string): Buffer => createHash("sha256").update(token).digest();
