import { actionContext } from "@/lib/core/action-context";
import { log } from "@/lib/core/log";

/**
 * From now on an error that a library prints is logged as ours are: Next prints what a page threw with all that hangs
 * on it, the values of a failed statement among it. What a stranger posts and Next cannot read is no error of ours.
 */
export function captureConsole(): void {
  for (const level of ["error", "warn"] as const) {
    const print = console[level];
    console[level] = (...said: unknown[]) => {
      const err = said.find((one) => one instanceof Error);
      if (!err) return print(...said);
      if (actionContext().getStore()?.started === false) {
        log().warn({ reason: errorReason(err) }, "what was posted to a page could not be read");
      } else
        log()[level]({ err, digest: "digest" in err ? err.digest : undefined }, "unexpected error of a page");
    };
  }
}

/** Bounded, for it may tell what was sent; where JSON breaks off it quotes what stands there, which may be a password. */
const errorReason = ({ name, message }: Error): string =>
  name === "SyntaxError" ? name : (message.split("\n", 1)[0] ?? "").slice(0, 200);
