import { Command } from "commander";
import { redactSecrets } from "@/lib/core/redact";
import { agentCommands } from "./agent";
import { auditCommands } from "./audit";
import { conversationsCommands } from "./conversations";
import { invitationCommands } from "./invitation";
import { keyCommands } from "./key";
import { memberCommands } from "./member";
import { printableMessage } from "./printable";
import { run as runInProcess } from "./run";
import { simulateCommand } from "./simulate";
import { userCommands } from "./user";
import { workspaceCommands } from "./workspace";

/**
 * The `studio` command.
 * @param run runs a command; tests pass one that uses their database
 */
export function createProgram(version: string, run = runInProcess): Command {
  const program = new Command("studio")
    .version(version, "-V, --version", "print the version")
    .description("Manage Agent Studio from the command line. The audit log records you as the operator.")
    .addHelpText(
      "after",
      "\nWith --json, standard output is one JSON value. Errors and progress go to standard error.\nExit codes: 0 success, 1 failure, 2 invalid usage, 130 interrupted.",
    );

  workspaceCommands(program, run);
  agentCommands(program, run);
  userCommands(program, run);
  memberCommands(program, run);
  invitationCommands(program, run);
  keyCommands(program, run);
  auditCommands(program, run);
  conversationsCommands(program, run);
  simulateCommand(program, run);

  // An error quotes the arguments.
  const output = {
    writeErr: (text: string) => void process.stderr.write(printableMessage(redactSecrets(text))),
  };
  // Subcommands do not inherit these settings.
  for (const noun of program.commands) {
    for (const command of [noun, ...noun.commands])
      command.exitOverride().configureOutput(output).showHelpAfterError("See --help.");
  }
  return program.configureOutput(output).exitOverride();
}
