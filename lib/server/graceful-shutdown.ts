/** However badly stopping goes, the process ends after this. Container runtimes kill after 10 seconds by default. */
const SHUTDOWN_TIMEOUT_MS = 9_500;

interface ShutdownHooks {
  /** Runs first and takes its time. */
  drain?: () => Promise<void>;
  /** Runs then, and must be done within ten seconds. */
  stop: () => Promise<void>;
  exitCode?: number;
  /**
   * Told of an exception that nobody caught. Nobody knows what state the process is in then: what is under way may
   * finish, and it ends with code 1, so that whatever watches over it starts it anew. Left out, node ends it at once.
   */
  onUncaughtException?: (error: unknown) => void;
}

/**
 * From now on the first SIGINT or SIGTERM runs `drain` and `stop` and ends the process. npm passes on a Ctrl-C that the terminal has
 * sent here already, so only a signal that comes a second later means impatience and ends at once.
 * @returns aborted as soon as the process was asked to stop
 */
export function shutdownOnSignal({
  drain,
  stop,
  exitCode = 0,
  onUncaughtException,
}: ShutdownHooks): AbortSignal {
  const stopRequested = new AbortController();
  let since = 0;
  const stopInTime = async (code: number) => {
    setTimeout(() => {
      console.error("Stopping took too long; what was left is abandoned. The next start recovers by itself.");
      process.exit(1);
    }, SHUTDOWN_TIMEOUT_MS).unref();
    await stop();
    process.exit(code);
  };
  const failed = (error: unknown) => {
    console.error(error);
    process.exit(1);
  };
  const onSignal = () => {
    if (stopRequested.signal.aborted) {
      if (performance.now() - since > 1000) process.exit(1);
      return;
    }
    since = performance.now();
    stopRequested.abort();
    const drained = drain?.() ?? Promise.resolve();
    drained.then(() => stopInTime(exitCode)).catch(failed);
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
  if (onUncaughtException) {
    process.on("uncaughtException", (error) => {
      onUncaughtException(error);
      if (stopRequested.signal.aborted) return;
      stopRequested.abort();
      stopInTime(1).catch(failed);
    });
  }
  return stopRequested.signal;
}
