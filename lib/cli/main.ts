import { readFileSync } from "node:fs";
import { Command, CommanderError } from "commander";
import { agentCommands } from "./agent";
import { auditCommands } from "./audit";
import { conversationsCommands } from "./conversations";
import { keyCommands } from "./key";
import { simulateCommand } from "./simulate";
import { userCommands } from "./user";
import { workspaceCommands } from "./workspace";

// Every command runs in the project folder.
const { version } = JSON.parse(readFileSync("package.json", "utf8")) as { version: string };

const program = new Command("studio")
  .version(version, "-V, --version", "print the version")
  .description("Manage Agent Studio from the command line. The audit log records you as the operator.")
  .addHelpText(
    "after",
    "\nWith --json, standard output is one JSON value. Errors and progress go to standard error.\nExit codes: 0 success, 1 failure, 2 invalid usage, 130 interrupted.",
  );

workspaceCommands(program);
agentCommands(program);
userCommands(program);
keyCommands(program);
auditCommands(program);
conversationsCommands(program);
simulateCommand(program);

// Subcommands do not inherit these two settings.
for (const noun of program.commands) {
  for (const command of [noun, ...noun.commands]) command.exitOverride().showHelpAfterError("See --help.");
}
program.exitOverride();

try {
  await program.parseAsync();
} catch (error) {
  if (!(error instanceof CommanderError)) throw error;
  process.exitCode = error.exitCode === 0 ? 0 : 2;
}
