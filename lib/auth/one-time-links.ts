import { createHash, randomBytes } from "node:crypto";
import { type Executor, reader } from "@/db/client";
import { anyMemberExists, insertOneTimeLink } from "@/db/queries/one-time-links";
import { SECRET_PREFIXES } from "../secret-shapes";

const HOUR = 60;
const DAY = 24 * HOUR;

export const hashToken = (token: string): Buffer => createHash("sha256").update(token).digest();

/** A link's secret: `asl_` and 256 bits from the CSPRNG. */
export const newToken = (): string => SECRET_PREFIXES.link + randomBytes(32).toString("base64url");

/**
 * Makes a link token and keeps its hash. In a link it stands after `#`: browsers send that part to no server, so it
 * appears in no log and no Referer header.
 */
async function makeToken(db: Executor, purpose: "setup" | "sign-in", userId: string | null, minutes: number) {
  const token = newToken();
  await insertOneTimeLink(db, { tokenHash: hashToken(token), purpose, userId, minutes });
  return token;
}

/** A link by which one person signs in once, within 24 hours: its path and fragment. */
export async function makeSignInLink(db: Executor, userId: string): Promise<string> {
  return `/link#${await makeToken(db, "sign-in", userId, DAY)}`;
}

/** The link to the first admin's form, valid for a week: its path and fragment. Null once there is a member. */
export async function makeSetupLink(): Promise<string | null> {
  if (await anyMemberExists(reader())) return null;
  return `/setup#${await makeToken(reader(), "setup", null, 7 * DAY)}`;
}
