import { describeError } from "../describe-error";
import { buildIfChanged } from "./build";
import { startFailure } from "./failure";
import { stopOnSignal } from "./signals";

// npm run build, after packages and bundles: the pages, and nothing else of a start.
const stopping = stopOnSignal({ stop: async () => {}, exitCode: 130 });
try {
  await buildIfChanged((message) => console.log(message), stopping);
  if (!stopping.aborted) console.log(`${process.cwd()} is built: its next start only serves.`);
} catch (error) {
  if (!stopping.aborted) {
    console.error(startFailure(error) ?? describeError(error));
    process.exitCode = 1;
  }
}
