import { Command, CommanderError } from "commander";
import { agentCommands } from "./agent";
import { auditCommands } from "./audit";
import { conversationsCommands } from "./conversations";
import { keyCommands } from "./key";
import { simulateCommand } from "./simulate";
import { userCommands } from "./user";
import { workspaceCommands } from "./workspace";

const program = new Command("studio")
  .description(
    "Agent Studio on the command line: the console's verbs, with you as the operator in the audit.",
  )
  .addHelpText(
    "after",
    "\nWith --json, standard output is one JSON value; what went wrong and progress go to standard error.\nExit codes: 0 done, 1 failed, 2 misused.",
  );

workspaceCommands(program);
agentCommands(program);
userCommands(program);
keyCommands(program);
auditCommands(program);
conversationsCommands(program);
simulateCommand(program);

// Each subcommand inherits nothing from its parent but what is set here.
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
