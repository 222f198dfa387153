import { APIError } from "better-auth/api";
import { db } from "@/db/client/client";
import { isCurrentPassword, selectPasswordHashByEmail } from "@/db/queries/passwords";
import { deleteSessionByToken, hasSessionFrom } from "@/db/queries/sessions";
import { createThrottle, type Throttle } from "@/db/queries/throttles";
import { selectUserByEmail } from "@/db/queries/users";
import { AppError } from "@/lib/core/errors";
import { ipPrefix } from "@/lib/core/ip-prefix";
import { auth } from "./auth";
import type { SignInInput } from "./contract";
import { knownDevice } from "./known-device";

const MINUTE_SECONDS = 60;

/**
 * Budgets of wrong tries, counted in the database. The narrow one stops guessing from one place without touching the
 * person who signs in from another; the wide ones bound what a crowd of addresses, or one address, can try. A browser
 * that is known has its own in place of the account's.
 */
const throttles = () => {
  cachedThrottles ??= {
    pair: createThrottle("sign-in-pair", { tries: 8, windowSeconds: 5 * MINUTE_SECONDS }),
    account: createThrottle("sign-in-account", { tries: 100, windowSeconds: 60 * MINUTE_SECONDS }),
    device: createThrottle("sign-in-device", { tries: 8, windowSeconds: 5 * MINUTE_SECONDS }),
    address: createThrottle("sign-in-address", { tries: 100, windowSeconds: 5 * MINUTE_SECONDS }),
  };
  return cachedThrottles;
};
let cachedThrottles: Record<"pair" | "account" | "device" | "address", Throttle> | undefined;

interface SignedInUser {
  userId: string;
  name: string;
  email: string;
}

/**
 * Signs a person in and sets the session's cookie on the answer.
 * @throws AppError SIGN_IN_FAILED, the same for an unknown address and a wrong password; TOO_MANY_TRIES
 */
export async function signIn(
  input: SignInInput,
  address: string | null,
  headers: Headers,
): Promise<SignedInUser> {
  const { pair, account, device: byDevice, address: byAddress } = throttles();
  const from = ipPrefix(address ?? "unknown");
  const here = `${input.email}|${from}`;
  // One after the other: a place that has used its tries up spends none of the account's, and makes no counters.
  throwIfThrottled(await byAddress.consume(from));
  throwIfThrottled(await pair.consume(here));
  const crowded = await account.consume(input.email);
  // What a crowd tries on an account keeps out nobody whose browser signed in before, or who is signed in next to it.
  if (crowded > 0 && !(await hasSessionFrom(db(), input.email, from))) {
    const user = await selectUserByEmail(db(), input.email);
    const device = user && knownDevice(headers, user.id);
    throwIfThrottled(device ? await byDevice.consume(device) : crowded);
  }
  const hash = await selectPasswordHashByEmail(db(), input.email);
  const { user, token } = await auth()
    .api.signInEmail({ body: { email: input.email, password: input.password }, headers })
    .catch((error: unknown) => {
      if (error instanceof APIError && error.statusCode < 500) throw new AppError("SIGN_IN_FAILED");
      throw error;
    });
  // Whoever changed the password while it was checked has ended all sessions but this one, which came too late for that.
  if (!hash || !(await isCurrentPassword(db(), user.id, hash))) {
    await deleteSessionByToken(db(), token);
    throw new AppError("SIGN_IN_FAILED");
  }
  // The address keeps its count: one good password must not buy a guesser a fresh budget for others.
  await Promise.all([pair.reset(here), account.reset(input.email)]);
  return { userId: user.id, name: user.name, email: user.email };
}

/** @throws AppError TOO_MANY_TRIES where there are seconds to wait */
function throwIfThrottled(seconds: number): void {
  if (seconds === 0) return;
  const minutes = Math.ceil(seconds / MINUTE_SECONDS);
  throw new AppError(
    "TOO_MANY_TRIES",
    `Too many tries. Wait ${minutes} ${minutes === 1 ? "minute" : "minutes"}, or ask your operator for a sign-in link.`,
  );
}
