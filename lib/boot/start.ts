import { makeSetupLink } from "../auth/one-time-links";
import { environment, readSettings } from "../env";
import { fillSample } from "../sample/fill-sample";
import { buildIfChanged } from "./build";
import { requireFreePort, requireWritable } from "./checks";
import { openStudio } from "./database";
import { startFailure } from "./failure";
import { serve } from "./serve";

const say = (message: string) => console.log(message);

/**
 * Starts everything, in the order in which failing is cheapest, and stops it cleanly on SIGINT or SIGTERM.
 * @param since when the command began, for the time that is printed
 */
export async function start({ dev, since }: { dev: boolean; since: number }): Promise<void> {
  try {
    const settings = readSettings(environment());
    await requireFreePort(settings.HOST, settings.PORT);
    if (!settings.DATABASE_URL) requireWritable(settings.STUDIO_DATA);
    if (!dev) await buildIfChanged(say);
    const studio = await openStudio(settings, say);
    let served: Awaited<ReturnType<typeof serve>>;
    try {
      if (studio.embedded) await fillSample(say);
      served = await serve({ dev });
    } catch (error) {
      await studio.close();
      throw error;
    }
    stopOnSignal(async () => {
      await served.stop();
      await studio.close();
    });
    const seconds = ((Date.now() - since) / 1000).toFixed(1);
    const link = await makeSetupLink();
    const invitation = link
      ? `\nNobody can sign in yet. Make the first admin with this link, which works once:\n  ${settings.PUBLIC_URL}${link}`
      : "";
    say(`Agent Studio is ready at ${settings.PUBLIC_URL} (after ${seconds} s).${invitation}`);
  } catch (error) {
    console.error(startFailure(error) ?? error);
    process.exit(1);
  }
}

/**
 * The first signal stops cleanly. npm passes on a Ctrl-C that the terminal has sent here already, so only a signal that
 * comes a second later means impatience.
 */
function stopOnSignal(stop: () => Promise<void>): void {
  let asked: number | undefined;
  const onSignal = () => {
    if (asked !== undefined) {
      if (Date.now() - asked > 1000) process.exit(1);
      return;
    }
    asked = Date.now();
    say("Stopping.");
    stop().then(
      () => process.exit(0),
      (error) => {
        console.error(error);
        process.exit(1);
      },
    );
  };
  process.on("SIGINT", onSignal);
  process.on("SIGTERM", onSignal);
}
