import { serializeError } from "@/lib/core/serialize-error";
import { buildIfChanged } from "./build";
import { shutdownOnSignal } from "./graceful-shutdown";
import { startErrorMessage } from "./start-error";

// npm run build, after packages and bundles: the pages, and nothing else of a start.
const stopping = shutdownOnSignal({ stop: async () => {}, exitCode: 130 });
try {
  await buildIfChanged((message) => console.log(message), stopping);
  if (!stopping.aborted) console.log(`${process.cwd()} is built: its next start only serves.`);
} catch (error) {
  if (!stopping.aborted) {
    console.error(startErrorMessage(error) ?? serializeError(error));
    process.exitCode = 1;
  }
}
