/** However badly stopping goes, the process ends after this. Container runtimes kill after 10 seconds by default. */
const LIMIT_MS = 9_500;

interface Ending {
  /** Runs first and takes its time. */
  drain?: () => Promise<void>;
  /** Runs then, and must be done within ten seconds. */
  stop: () => Promise<void>;
  exitCode?: number;
}

/**
 * From now on the first SIGINT or SIGTERM runs `drain` and `stop` and ends the process. npm passes on a Ctrl-C that the terminal has
 * sent here already, so only a signal that comes a second later means impatience and ends at once.
 * @returns aborted as soon as the process was asked to stop
 */
export function stopOnSignal({ drain, stop, exitCode = 0 }: Ending): AbortSignal {
  const asked = new AbortController();
  let since = 0;
  const onSignal = () => {
    if (asked.signal.aborted) {
      if (performance.now() - since > 1000) process.exit(1);
      return;
    }
    since = performance.now();
    asked.abort();
    const drainAndStop = async () => {
      await drain?.();
      setTimeout(() => {
        console.error(
          "Stopping took too long; what was left is abandoned. The next start recovers by itself.",
        );
        process.exit(1);
      }, LIMIT_MS).unref();
      await stop();
    };
    drainAndStop().then(
      () => process.exit(exitCode),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  return asked.signal;
}
