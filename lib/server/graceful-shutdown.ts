/** The process exits after this even if stopping hangs. Container runtimes kill after 10 seconds by default. */
const SHUTDOWN_TIMEOUT_MS = 9_500;

interface ShutdownHooks {
  /** Runs first, without a time limit. */
  drain?: () => Promise<void>;
  /** Runs after `drain` and has 9.5 seconds. */
  stop: () => Promise<void>;
  exitCode?: number;
  /**
   * Receives an uncaught exception. The state of the process is unknown then: requests in flight may finish, and it exits
   * with code 1, so that a supervisor restarts it. Without this hook, Node.js exits at once.
   */
  onUncaughtException?: (error: unknown) => void;
}

/**
 * Runs `drain` and `stop` on the first SIGINT or SIGTERM, then exits. A signal more than a second after the first one exits
 * at once; an earlier one is ignored, because npm forwards a Ctrl-C that the terminal has already sent to this process.
 * @returns aborted as soon as the process starts to stop
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
      console.error("Stopping took too long, so the process exits now. The next start recovers.");
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
