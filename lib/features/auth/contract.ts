import { z } from "zod";

export const endSessionInput = z.object({ id: z.string().min(1) });
export type EndSessionInput = z.output<typeof endSessionInput>;

export const endOtherSessionsInput = z.object({});

/** Where a person is signed in. */
export interface SessionDto {
  id: string;
  /** Browser and system in words: "Firefox on Windows". */
  device: string;
  address: string | null;
  /** Instants are ISO 8601, UTC; to about a minute. */
  lastActiveAt: string;
  createdAt: string;
  /** Whether it is the one that asks. */
  current: boolean;
}

/** One's own account, for its page. */
export interface AccountDto {
  name: string;
  email: string;
  /** Without one they sign in by links. */
  hasPassword: boolean;
  /** The one that asks, then those that were active last, at most 100. */
  sessions: SessionDto[];
  /** How many there are beside those. */
  moreSessions: number;
}
