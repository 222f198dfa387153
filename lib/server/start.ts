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

/** How long a start waits for a PostgreSQL that is not ready, in milliseconds: one that starts at the same time, say. */
const DATABASE_READY_TIMEOUT_MS = 60_000;

const print = (message: string) => console.log(message);

/**
 * Starts everything, in the order in which failing is cheapest, and stops it cleanly on SIGINT or SIGTERM, also when
 * that comes while it still starts.
 * @param since when the command began, for the time that is printed
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
    // Whoever changes the code meanwhile wants to go on; a change starts it anew.
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
    const invitation = link
      ? `\nNobody can sign in yet. Make the first admin with this link, which works once:\n  ${settings.PUBLIC_URL}${link}`
      : "";
    // One write: whoever waits for "ready" has the link with it.
    print(
      `Agent Studio is ready at ${settings.PUBLIC_URL} (after ${seconds} s).\n${startupBanner(settings)}${invitation}`,
    );
  } catch (error) {
    // Whoever asked for the end gets it, not an account of what the asking broke off.
    if (stopping.aborted) return;
    console.error(startErrorMessage(error) ?? serializeError(error));
    process.exit(1);
  }
}

interface StartedServer {
  /** Lets whoever sends requests here go elsewhere first. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

/** The database, filled, and the server on it. */
async function startServer(settings: Settings, dev: boolean, stopping: AbortSignal): Promise<StartedServer> {
  const studio = await prepareDatabase(settings, print, {
    create: true,
    timeoutMs: DATABASE_READY_TIMEOUT_MS,
    signal: stopping,
  });
  try {
    // Whoever was told to stop does not first fill and serve.
    if (studio.embedded && !stopping.aborted) await seedSampleData(print);
    if (stopping.aborted) return { drain: async () => {}, close: studio.close };
    const served = await serve({ dev });
    return { drain: () => served.drain(print), close: () => served.stop().finally(studio.close) };
  } catch (error) {
    await studio.close();
    throw error;
  }
}
