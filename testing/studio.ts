import { Writable } from "node:stream";
import { CommanderError } from "commander";
import { writeOutput } from "@/lib/cli/output";
import { createProgram } from "@/lib/cli/program";
import { exitCodeOf, type Run, UsageError } from "@/lib/cli/run";
import { AppError } from "@/lib/core/errors";

interface Outcome {
  code: number;
  stdout: string;
  stderr: string;
}

/** Runs a command line of `studio` in this process, on the database of the test file. lib/cli/cli.test.ts runs the process. */
export async function studio(...args: string[]): Promise<Outcome> {
  const outcome: Outcome = { code: 0, stdout: "", stderr: "" };
  const out = new Writable({
    write(chunk, _, done) {
      outcome.stdout += String(chunk);
      done();
    },
  });
  const run: Run = async (options, work) => {
    try {
      const output = await work(() => {});
      await writeOutput(output, options, out);
      outcome.code = output.ok === false ? 1 : 0;
    } catch (error) {
      if (!(error instanceof AppError) && !(error instanceof UsageError)) throw error;
      outcome.stderr += error.message;
      outcome.code = exitCodeOf(error);
    }
  };
  const program = createProgram("0.0.0", run);
  const text = {
    writeOut: () => {},
    writeErr: (line: string) => {
      outcome.stderr += line;
    },
  };
  for (const noun of [program, ...program.commands])
    for (const command of [noun, ...noun.commands]) command.configureOutput(text);
  try {
    await program.parseAsync(args, { from: "user" });
  } catch (error) {
    if (!(error instanceof CommanderError)) throw error;
    outcome.code = error.exitCode === 0 ? 0 : 2;
  }
  return outcome;
}
