import { APIError } from "better-auth/api";
import { reader } from "@/db/client";
import { selectUserByEmail } from "@/db/queries/people";
import {
  deleteSessionByToken,
  isPasswordStill,
  isSignedInFrom,
  selectPasswordHashOf,
} from "@/db/queries/sessions";
import { makeThrottle, type Throttle } from "@/db/throttle";
import { AppError } from "../errors";
import type { SignInInput } from "../members/contract";
import { networkOf } from "../network";
import { auth } from "./auth";
import { knownDevice } from "./known-device";

const MINUTE = 60;

/**
 * Budgets of wrong tries, counted in the database. The narrow one stops guessing from one place without touching the
 * person who signs in from another; the wide ones bound what a crowd of addresses, or one address, can try. A browser
 * that is known has its own in place of the account's.
 */
const throttles = () => {
  made ??= {
    pair: makeThrottle("sign-in-pair", { tries: 8, windowSeconds: 5 * MINUTE }),
    account: makeThrottle("sign-in-account", { tries: 100, windowSeconds: 60 * MINUTE }),
    device: makeThrottle("sign-in-device", { tries: 8, windowSeconds: 5 * MINUTE }),
    address: makeThrottle("sign-in-address", { tries: 100, windowSeconds: 5 * MINUTE }),
  };
  return made;
};
let made: Record<"pair" | "account" | "device" | "address", Throttle> | undefined;

interface Known {
  userId: string;
  name: string;
  email: string;
}

/**
 * Signs a person in and sets the session's cookie on the answer.
 * @throws AppError SIGN_IN_FAILED, the same for an unknown address and a wrong password; TOO_MANY_TRIES
 */
export async function signIn(input: SignInInput, address: string | null, headers: Headers): Promise<Known> {
  const { pair, account, device: byDevice, address: byAddress } = throttles();
  const from = networkOf(address ?? "unknown");
  const here = `${input.email}|${from}`;
  // One after the other: a place that has used its tries up spends none of the account's, and makes no counters.
  refuseFor(await byAddress.count(from));
  refuseFor(await pair.count(here));
  const crowded = await account.count(input.email);
  // What a crowd tries on an account keeps out nobody whose browser signed in before, or who is signed in next to it.
  if (crowded > 0 && !(await isSignedInFrom(reader(), input.email, from))) {
    const user = await selectUserByEmail(reader(), input.email);
    const device = user && knownDevice(headers, user.id);
    refuseFor(device ? await byDevice.count(device) : crowded);
  }
  const hash = await selectPasswordHashOf(reader(), input.email);
  const { user, token } = await auth()
    .api.signInEmail({ body: { email: input.email, password: input.password }, headers })
    .catch((error: unknown) => {
      if (error instanceof APIError && error.statusCode < 500) throw new AppError("SIGN_IN_FAILED");
      throw error;
    });
  // Whoever changed the password while it was checked has ended all sessions but this one, which came too late for that.
  if (!hash || !(await isPasswordStill(reader(), user.id, hash))) {
    await deleteSessionByToken(reader(), token);
    throw new AppError("SIGN_IN_FAILED");
  }
  // The address keeps its count: one good password must not buy a guesser a fresh budget for others.
  await Promise.all([pair.forget(here), account.forget(input.email)]);
  return { userId: user.id, name: user.name, email: user.email };
}

/** @throws AppError TOO_MANY_TRIES where there are seconds to wait */
function refuseFor(seconds: number): void {
  if (seconds === 0) return;
  const minutes = Math.ceil(seconds / MINUTE);
  throw new AppError(
    "TOO_MANY_TRIES",
    `Too many tries. Wait ${minutes} ${minutes === 1 ? "minute" : "minutes"}, or ask your operator for a sign-in link.`,
  );
}
