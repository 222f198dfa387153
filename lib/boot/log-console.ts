import { log } from "../log";

/**
 * From now on an error that a library prints is logged as ours are: Next prints what a page threw with all that hangs
 * on it, the values of a failed statement among it.
 */
export function logConsoleErrors(): void {
  const print = console.error;
  console.error = (...said: unknown[]) => {
    const err = said.find((one) => one instanceof Error);
    if (!err) return print(...said);
    log().error({ err, digest: "digest" in err ? err.digest : undefined }, "unexpected error of a page");
  };
}
