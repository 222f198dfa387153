import { actionContext } from "@/lib/core/action-context";
import { shorten } from "@/lib/core/graphemes";
import { log } from "@/lib/core/log";

/**
 * Redirects errors that a library prints to our log. Next prints the error of a page with all its properties, including the
 * values of a failed statement. A request that Next cannot parse is logged as a warning: it is not our error.
 */
export function captureConsole(): void {
  for (const level of ["error", "warn"] as const) {
    const print = console[level];
    console[level] = (...args: unknown[]) => {
      const err = args.find((arg) => arg instanceof Error);
      if (!err) return print(...args);
      if (actionContext().getStore()?.started === false) {
        const isUnknown = UNKNOWN_ACTION.test(err.message);
        const message = isUnknown ? "unknown server action" : "invalid body of a server action";
        log().warn({ reason: errorReason(err) }, message);
      } else
        log()[level]({ err, digest: "digest" in err ? err.digest : undefined }, "unexpected error in a page");
    };
  }
}

/** Next's errors for an action that its build does not have, and for an ID that no build has. Both link to this page. */
const UNKNOWN_ACTION = /\/messages\/failed-to-find-server-action$/;

/** Limits the length, because it may quote the input. A JSON SyntaxError quotes the text around it, maybe a password. */
const errorReason = ({ name, message }: Error): string =>
  name === "SyntaxError" ? name : shorten(message.split("\n", 1)[0] ?? "", 200);
