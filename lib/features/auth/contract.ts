import { z } from "zod";
import { displayName, optionalDisplayName } from "@/lib/core/display-name";
import { isEmailTooLong, MAX_EMAIL_BYTES, normalizeEmail } from "@/lib/core/email";
import { hasAtMostCodePoints, maxCodePoints } from "@/lib/core/max-code-points";
import { SECRET_IN_NAME } from "@/lib/core/normalize-name";
import { containsSecret } from "@/lib/core/typed-secret";

/** In code points, as NIST SP 800-63B counts characters. Argon2 takes any length; the maximum bounds what one request can make the server hash. */
export const PASSWORD_LENGTH = { min: 12, max: 256 } as const;

/** A password that proves who someone is. It may be older than the current minimum length. */
export const typedPassword = z
  .string()
  .check(maxCodePoints(PASSWORD_LENGTH.max, `Use at most ${PASSWORD_LENGTH.max} characters.`));

export const newPassword = typedPassword.refine(
  (password) => !hasAtMostCodePoints(password, PASSWORD_LENGTH.min - 1),
  `Use at least ${PASSWORD_LENGTH.min} characters.`,
);

/** An email address, in the form in which it is stored. */
export const email = z.string().transform((typed, context) => {
  const normalized = normalizeEmail(typed);
  if (containsSecret(typed)) {
    context.addIssue({ code: "custom", message: SECRET_IN_NAME });
    return z.NEVER;
  }
  if (normalized !== null && !isEmailTooLong(normalized)) return normalized;
  const message = normalized
    ? `Use at most ${MAX_EMAIL_BYTES} characters.`
    : "Enter an email address, such as ada@example.com.";
  context.addIssue({ code: "custom", message });
  return z.NEVER;
});

/** The first admin, with the token of the setup link. `workspace` names the first workspace if none exists. */
export const createFirstAdminInput = z.object({
  token: z.string().min(1, "Open the setup link that the server printed when it started."),
  name: displayName,
  email,
  password: newPassword,
  workspace: optionalDisplayName,
});
export type CreateFirstAdminInput = z.output<typeof createFirstAdminInput>;

export const signInInput = z.object({
  email,
  password: typedPassword.min(1, "Enter your password."),
});
export type SignInInput = z.output<typeof signInInput>;

export const changePasswordInput = z.object({
  /** Empty for a user without a password, who has signed in by link. */
  current: typedPassword,
  next: newPassword,
});
export type ChangePasswordInput = z.output<typeof changePasswordInput>;

export const endSessionInput = z.object({ id: z.string().min(1) });
export type EndSessionInput = z.output<typeof endSessionInput>;

export const endOtherSessionsInput = z.object({});

export interface SessionDto {
  id: string;
  /** Browser and operating system, such as "Firefox on Windows". */
  device: string;
  address: string | null;
  /** Instants are ISO 8601, UTC. This one is accurate to about a minute. */
  lastActiveAt: string;
  createdAt: string;
  /** Whether the request came in this session. */
  current: boolean;
}

/** The signed-in user's own account. */
export interface AccountDto {
  name: string;
  email: string;
  /** Users without a password sign in by link. */
  hasPassword: boolean;
  /** The current session, then the most recently active ones, at most 100. */
  sessions: SessionDto[];
  /** The number of sessions that are not listed. */
  moreSessions: number;
}
