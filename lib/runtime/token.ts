import { createHash, randomBytes } from "node:crypto";
import { SECRET_PREFIXES } from "../secret-shapes";

const PREFIX = SECRET_PREFIXES.runtimeToken;
const SHAPE = new RegExp(`^${PREFIX}[0-9A-Za-z_-]{43}$`);

/** A runtime token: `art_` and 256 bits from the CSPRNG. Its prefix keeps it from ever being taken for an API key. */
export const makeToken = (): string => PREFIX + randomBytes(32).toString("base64url");

export const isToken = (text: string): boolean => SHAPE.test(text);

export const hashRuntimeToken = (token: string): Buffer => createHash("sha256").update(token).digest();
