import { APIError } from "better-auth/api";
import { db } from "@/db/client/client";
import { isCurrentPassword, selectPasswordHashByEmail } from "@/db/queries/passwords";
import { deleteSessionByToken, hasSessionFrom } from "@/db/queries/sessions";
import { createThrottle, type Throttle } from "@/db/queries/throttles";
import { selectUserByEmail } from "@/db/queries/users";
import { MINUTE_SECONDS } from "@/lib/core/durations";
import { AppError } from "@/lib/core/errors";
import { ipPrefix } from "@/lib/core/ip-prefix";
import { auth } from "./auth";
import type { SignInInput } from "./contract";
import { knownDevice } from "./known-device";

/**
 * Budgets of failed attempts, counted in the database. `pair` stops guessing from one network without affecting the user
 * elsewhere. `account` and `address` bound what many networks, or one, can try. A known device has its own budget instead of
 * the account's.
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
 * Signs a user in and sets the session cookie on the response.
 * @throws AppError SIGN_IN_FAILED, equally for an unknown email and a wrong password; TOO_MANY_TRIES
 */
export async function signIn(
  input: SignInInput,
  address: string | null,
  headers: Headers,
): Promise<SignedInUser> {
  const { pair, account, device: byDevice, address: byAddress } = throttles();
  const network = ipPrefix(address ?? "unknown");
  const pairKey = `${input.email}|${network}`;
  // In sequence: a network without attempts left uses up none of the account's and creates no counters.
  throwIfThrottled(await byAddress.consume(network));
  throwIfThrottled(await pair.consume(pairKey));
  const accountWait = await account.consume(input.email);
  // A distributed attack on an account must not lock out a known device, or a network where the user is signed in.
  if (accountWait > 0 && !(await hasSessionFrom(db(), input.email, network))) {
    const user = await selectUserByEmail(db(), input.email);
    const device = user && knownDevice(headers, user.id);
    throwIfThrottled(device ? await byDevice.consume(device) : accountWait);
  }
  const hash = await selectPasswordHashByEmail(db(), input.email);
  const { user, token } = await auth()
    .api.signInByPassword({ body: { email: input.email, password: input.password }, headers })
    .catch((error: unknown) => {
      if (error instanceof APIError && error.statusCode < 500) throw new AppError("SIGN_IN_FAILED");
      throw error;
    });
  // A password change during the check ended all sessions except this one, which did not exist yet.
  if (!hash || !(await isCurrentPassword(db(), user.id, hash))) {
    await deleteSessionByToken(db(), token);
    throw new AppError("SIGN_IN_FAILED");
  }
  // The address keeps its count: one correct password must not reset a guesser's budget for other accounts.
  await Promise.all([pair.reset(pairKey), account.reset(input.email)]);
  return { userId: user.id, name: user.name, email: user.email };
}

/** @throws AppError TOO_MANY_TRIES if `seconds` is not 0 */
function throwIfThrottled(seconds: number): void {
  if (seconds === 0) return;
  const minutes = Math.ceil(seconds / MINUTE_SECONDS);
  throw new AppError(
    "TOO_MANY_TRIES",
    `Too many attempts. Wait ${minutes} ${minutes === 1 ? "minute" : "minutes"}, or ask your server administrator for a sign-in link.`,
  );
}
