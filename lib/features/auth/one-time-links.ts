import { randomBytes } from "node:crypto";
import { db, type Executor } from "@/db/client/client";
import { anyMemberExists } from "@/db/queries/members";
import { insertOneTimeLink } from "@/db/queries/one-time-links";
import { hashToken } from "@/lib/core/hash-token";
import { SECRET_PREFIXES } from "@/lib/core/redact";

const MINUTES_PER_HOUR = 60;
const MINUTES_PER_DAY = 24 * MINUTES_PER_HOUR;

/** A link's secret: `asl_` and 256 bits from the CSPRNG. */
export const generateToken = (): string => SECRET_PREFIXES.link + randomBytes(32).toString("base64url");

/**
 * Makes a link token and keeps its hash. In a link it stands after `#`: browsers send that part to no server, so it
 * appears in no log and no Referer header.
 */
async function issueToken(
  db: Executor,
  purpose: "setup" | "sign-in",
  userId: string | null,
  minutes: number,
) {
  const token = generateToken();
  await insertOneTimeLink(db, { tokenHash: hashToken(token), purpose, userId, minutes });
  return token;
}

/** A link by which one person signs in once, within 24 hours: its path and fragment. */
export async function issueSignInLink(db: Executor, userId: string): Promise<string> {
  return `/link#${await issueToken(db, "sign-in", userId, MINUTES_PER_DAY)}`;
}

/** The link to the first admin's form, valid for a week: its path and fragment. Null once there is a member. */
export async function issueSetupLink(): Promise<string | null> {
  if (await anyMemberExists(db())) return null;
  return `/setup#${await issueToken(db(), "setup", null, 7 * MINUTES_PER_DAY)}`;
}
