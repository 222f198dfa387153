import { makeSetupLink } from "../auth/one-time-links";
import { describeError } from "../describe-error";
import { environment, readSettings, type Settings } from "../env";
import { logFatal } from "../log";
import { fillSample } from "../sample/fill-sample";
import { buildIfChanged } from "./build";
import { requireFreePort, requireWritable } from "./checks";
import { openStudio } from "./database";
import { startFailure } from "./failure";
import { serve } from "./serve";
import { stopOnSignal } from "./signals";
import { startSummary } from "./summary";

/** How long a start waits for a PostgreSQL that is not ready, in milliseconds: one that starts at the same time, say. */
const DATABASE_PATIENCE_MS = 60_000;

const say = (message: string) => console.log(message);

/**
 * Starts everything, in the order in which failing is cheapest, and stops it cleanly on SIGINT or SIGTERM, also when
 * that comes while it still starts.
 * @param since when the command began, for the time that is printed
 */
export async function start({ dev, since }: { dev: boolean; since: number }): Promise<void> {
  let open: Promise<Open> | undefined;
  let ready: Open | undefined;
  const stopping = stopOnSignal({
    drain: async () => ready?.drain(),
    stop: async () => {
      say("Stopping.");
      const opened = await open?.catch(() => null);
      await opened?.close();
    },
    // Whoever changes the code meanwhile wants to go on; a change starts it anew.
    ...(dev ? {} : { onBroken: (error) => (ready ? logFatal(error) : console.error(describeError(error))) }),
  });
  try {
    const settings = readSettings(environment());
    await requireFreePort(settings.HOST, settings.PORT);
    if (!settings.DATABASE_URL) requireWritable(settings.STUDIO_DATA);
    if (!dev) await buildIfChanged(say, stopping);
    if (stopping.aborted) return;
    open = openAndServe(settings, dev, stopping);
    ready = await open;
    if (stopping.aborted) return;
    const link = await makeSetupLink();
    const seconds = ((Date.now() - since) / 1000).toFixed(1);
    const invitation = link
      ? `\nNobody can sign in yet. Make the first admin with this link, which works once:\n  ${settings.PUBLIC_URL}${link}`
      : "";
    // One write: whoever waits for "ready" has the link with it.
    say(
      `Agent Studio is ready at ${settings.PUBLIC_URL} (after ${seconds} s).\n${startSummary(settings)}${invitation}`,
    );
  } catch (error) {
    // Whoever asked for the end gets it, not an account of what the asking broke off.
    if (stopping.aborted) return;
    console.error(startFailure(error) ?? describeError(error));
    process.exit(1);
  }
}

interface Open {
  /** Lets whoever sends requests here go elsewhere first. */
  drain(): Promise<void>;
  close(): Promise<void>;
}

/** The database, filled, and the server on it. */
async function openAndServe(settings: Settings, dev: boolean, stopping: AbortSignal): Promise<Open> {
  const studio = await openStudio(settings, say, {
    create: true,
    patienceMs: DATABASE_PATIENCE_MS,
    signal: stopping,
  });
  try {
    // Whoever was told to stop does not first fill and serve.
    if (studio.embedded && !stopping.aborted) await fillSample(say);
    if (stopping.aborted) return { drain: async () => {}, close: studio.close };
    const served = await serve({ dev });
    return { drain: () => served.drain(say), close: () => served.stop().finally(studio.close) };
  } catch (error) {
    await studio.close();
    throw error;
  }
}
