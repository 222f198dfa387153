import { readFileSync } from "node:fs";
import { CommanderError } from "commander";
import { createProgram } from "./program";

// Every command runs in the project folder.
const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };

// A reader may close a stream at any time, as `head` does; without a listener, Node.js prints the error and exits. Results
// are written by `writeOutput`, which handles its errors. Help and progress end without one.
for (const stream of [process.stdout, process.stderr]) stream.on("error", () => {});

try {
  await createProgram(version).parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
