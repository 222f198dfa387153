import { randomBytes } from "node:crypto";
import { SECRET_PREFIXES } from "@/lib/core/typed-secret";

const PREFIX = SECRET_PREFIXES.runtimeToken;
const PATTERN = new RegExp(`^${PREFIX}[0-9A-Za-z_-]{43}$`);

/** A runtime token: `art_` and 256 bits from the CSPRNG. The prefix distinguishes it from an API key. */
export const generateRuntimeToken = (): string => PREFIX + randomBytes(32).toString("base64url");

export const isRuntimeToken = (text: string): boolean => PATTERN.test(text);
