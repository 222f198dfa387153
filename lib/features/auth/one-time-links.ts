import { randomBytes } from "node:crypto";
import { db, type Executor } from "@/db/client/client";
import { anyMemberExists } from "@/db/queries/members";
import { insertOneTimeLink } from "@/db/queries/one-time-links";
import { DAY_MINUTES } from "@/lib/core/durations";
import { hashToken } from "@/lib/core/hash-token";
import { SECRET_PREFIXES } from "@/lib/core/typed-secret";

/** A link token: `asl_` and 256 random bits. */
export const generateToken = (): string => SECRET_PREFIXES.link + randomBytes(32).toString("base64url");

/**
 * Creates a link token and stores its hash. The link has the token after `#`: browsers don't send that part, so it appears in
 * no log and no Referer header.
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

/** Issues a link that signs the user in once, within 24 hours. Returns its path and fragment. */
export async function issueSignInLink(db: Executor, userId: string): Promise<string> {
  return `/link#${await issueToken(db, "sign-in", userId, DAY_MINUTES)}`;
}

/** Issues the link to the setup form, valid for 7 days. Returns its path and fragment, or null once any member exists. */
export async function issueSetupLink(): Promise<string | null> {
  if (await anyMemberExists(db())) return null;
  return `/setup#${await issueToken(db(), "setup", null, 7 * DAY_MINUTES)}`;
}
