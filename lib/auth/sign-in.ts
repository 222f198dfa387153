import { APIError } from "better-auth/api";
import { reader } from "@/db/client";
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

const MINUTE = 60;

/**
 * Three budgets of wrong tries, counted in the database. The narrow one stops guessing from one place without touching
 * the person who signs in from another; the wide ones bound what a crowd of addresses, or one address, can try.
 */
const throttles = () => {
  made ??= {
    pair: makeThrottle("sign-in-pair", { tries: 8, windowSeconds: 5 * MINUTE }),
    account: makeThrottle("sign-in-account", { tries: 100, windowSeconds: 60 * MINUTE }),
    address: makeThrottle("sign-in-address", { tries: 100, windowSeconds: 5 * MINUTE }),
  };
  return made;
};
let made: { pair: Throttle; account: Throttle; address: Throttle } | undefined;

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
  const { pair, account, address: byAddress } = throttles();
  const from = networkOf(address ?? "unknown");
  const here = `${input.email}|${from}`;
  // One after the other: a place that has used its tries up spends none of the account's, and makes no counters.
  refuseFor(await byAddress.count(from));
  refuseFor(await pair.count(here));
  const crowded = await account.count(input.email);
  // What a crowd tries on an account does not keep out whoever is signed in with it next to this browser.
  if (crowded > 0 && !(await isSignedInFrom(reader(), input.email, from))) refuseFor(crowded);
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
