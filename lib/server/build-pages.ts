import { serializeError } from "@/lib/core/serialize-error";
import { buildIfChanged } from "./build";
import { shutdownOnSignal } from "./graceful-shutdown";
import { startErrorMessage } from "./start-error";

// The last step of `npm run build`: builds the pages and starts nothing.
const stopping = shutdownOnSignal({ stop: async () => {}, exitCode: 130 });
try {
  await buildIfChanged((message) => console.log(message), stopping);
  if (!stopping.aborted) console.log(`Built ${process.cwd()}. The next start needs no build.`);
} catch (error) {
  if (!stopping.aborted) {
    console.error(startErrorMessage(error) ?? serializeError(error));
    process.exitCode = 1;
  }
}
