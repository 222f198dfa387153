import { environment, readSettings, type Settings } from "@/lib/core/env";
import { logFatal } from "@/lib/core/log";
import { serializeError } from "@/lib/core/serialize-error";
import { seedSampleData } from "@/lib/demo/sample-data/seed-sample-data";
import { issueSetupLink } from "@/lib/features/auth/one-time-links";
import { buildIfChanged } from "./build";
import { prepareDatabase } from "./database";
import { shutdownOnSignal } from "./graceful-shutdown";
import { requireFreePort, requireWritableDataDir } from "./preflight";
import { serve } from "./serve";
import { startErrorMessage } from "./start-error";
import { startupBanner } from "./startup-banner";

/** How long a start waits for PostgreSQL, which may be starting at the same time. */
const DATABASE_READY_TIMEOUT_MS = 60_000;

const print = (message: string) => console.log(message);

/**
 * Starts everything, cheapest checks first. Stops cleanly on SIGINT or SIGTERM, even during the start.
 * @param since when the command started, in milliseconds since 1970
 */
export async function start({ dev, since }: { dev: boolean; since: number }): Promise<void> {
  let open: Promise<StartedServer> | undefined;
  let ready: StartedServer | undefined;
  const stopping = shutdownOnSignal({
    drain: async () => ready?.drain(),
    stop: async () => {
      print("Stopping.");
      const opened = await open?.catch(() => null);
      await opened?.close();
    },
    // In development the process goes on; the next change restarts it.
    ...(dev
      ? {}
      : { onUncaughtException: (error) => (ready ? logFatal(error) : console.error(serializeError(error))) }),
  });
  try {
    const settings = readSettings(environment());
    await requireFreePort(settings.HOST, settings.PORT);
    if (!settings.DATABASE_URL) requireWritableDataDir(settings.STUDIO_DATA);
    if (!dev) await buildIfChanged(print, stopping);
    if (stopping.aborted) return;
    open = startServer(settings, dev, stopping);
    ready = await open;
    if (stopping.aborted) return;
    const link = await issueSetupLink();
    const seconds = ((Date.now() - since) / 1000).toFixed(1);
    const setupHint = link
      ? `\nNo one can sign in yet. Create the first admin with this one-time link:\n  ${settings.PUBLIC_URL}${link}`
      : "";
    // One write, so that a script that waits for "ready" gets the link with it.
    print(
      `Agent Studio is ready at ${settings.PUBLIC_URL} (started in ${seconds} s).\n${startupBanner(settings)}${setupHint}`,
    );
  } catch (error) {
    // After a signal, the errors that the interruption caused are of no interest.
    if (stopping.aborted) return;
    console.error(startErrorMessage(error) ?? serializeError(error));
    process.exit(1);
  }
}

interface StartedServer {
  /** Gives load balancers time to send requests elsewhere. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

/** Opens the database, adds the sample data to an empty one, and starts the server. */
async function startServer(settings: Settings, dev: boolean, stopping: AbortSignal): Promise<StartedServer> {
  const studio = await prepareDatabase(settings, print, {
    create: true,
    timeoutMs: DATABASE_READY_TIMEOUT_MS,
    signal: stopping,
  });
  try {
    if (studio.embedded && !stopping.aborted) await seedSampleData(print);
    if (stopping.aborted) return { drain: async () => {}, close: studio.close };
    const served = await serve({ dev });
    return { drain: () => served.drain(print), close: () => served.stop().finally(studio.close) };
  } catch (error) {
    await studio.close();
    throw error;
  }
}
