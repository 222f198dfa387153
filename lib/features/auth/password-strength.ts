import type { ZxcvbnFactory } from "@zxcvbn-ts/core";
import { AppError } from "@/lib/core/errors";

/** Of 0 to 4. From 3 on, a guesser who knows the common passwords, names and patterns needs more than 10⁸ tries. */
const MIN_SCORE = 3;
/** What is looked at: beyond, checking would take longer than it tells. */
const MAX_CHECKED_LENGTH = 32;

let checkerPromise: Promise<ZxcvbnFactory> | undefined;

/** The lists take about 12 MB, so a process that never sees a new password does without. */
async function loadChecker(): Promise<ZxcvbnFactory> {
  const [{ ZxcvbnFactory }, common] = await Promise.all([
    import("@zxcvbn-ts/core"),
    import("@zxcvbn-ts/language-common"),
  ]);
  return new ZxcvbnFactory({
    dictionary: common.dictionary,
    graphs: common.adjacencyGraphs,
    maxLength: MAX_CHECKED_LENGTH,
  });
}

/**
 * Passes when a new password is none of the common ones, nor made of what everybody knows of the person.
 * @param field where the form tells it
 * @param about the person's name and email
 * @throws AppError INPUT_INVALID
 */
export async function requireStrongPassword(password: string, field: string, about: string[]): Promise<void> {
  checkerPromise ??= loadChecker();
  const words = about.flatMap((text) => text.split(/[^\p{L}\p{N}]+/u)).filter((word) => word.length > 2);
  const { score } = (await checkerPromise).check(password.slice(0, MAX_CHECKED_LENGTH), [...about, ...words]);
  if (score >= MIN_SCORE) return;
  const message = "This password is easy to guess. Use a few words that have nothing to do with each other.";
  throw new AppError("INPUT_INVALID", message, { [field]: message });
}
