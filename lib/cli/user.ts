import { type Command, Option } from "commander";
import { parseInput } from "@/lib/core/parse-input";
import { email } from "@/lib/features/auth/contract";
import { createUserInput } from "@/lib/features/members/contract";
import { createSignInLink } from "@/lib/features/members/create-sign-in-link";
import { createUser } from "@/lib/features/members/create-user";
import { absoluteUrl, operator, operatorIn, run, UsageError } from "./run";

const SINGLE_USE_NOTE = "It works once, within 24 hours.";
const REVOCATION_NOTE = "Using it ends their password, sessions and other links.";
const EXISTING_ACCOUNT_NOTE =
  "They keep the password that their account has; where somebody else may have made that, give them a link: studio user link.";

/** `studio user …` */
export function userCommands(program: Command): void {
  const user = program.command("user").description("People who sign in to the console");

  user
    .command("create")
    .description("Add a person to a workspace; without a password, print a one-time sign-in link")
    .requiredOption("--workspace <id or slug>", "where")
    .requiredOption("--email <email>", "how they sign in")
    .requiredOption("--name <name>", "what people call them")
    .addOption(
      new Option("--role <role>", "an admin may do everything, a member reads")
        .choices(["admin", "member"])
        .makeOptionMandatory(),
    )
    .option("--password-stdin", "read the password from the first line of standard input")
    .option("--json", "print one JSON value: {id, email, link}; link is null with a password")
    .addHelpText(
      "after",
      "\nExample: studio user create --workspace harbour --email ada@example.com --name Ada --role admin",
    )
    .action((options) =>
      run(options, async () => {
        const actor = await operatorIn(options.workspace);
        const password = options.passwordStdin ? await readFirstStdinLine() : undefined;
        const made = await createUser(actor, parseInput(createUserInput, { ...options, password }));
        const link = made.link && absoluteUrl(made.link);
        const added = made.alreadyExisted
          ? `Added ${made.email}. ${EXISTING_ACCOUNT_NOTE}`
          : `Added ${made.email}.`;
        return {
          json: { id: made.id, email: made.email, link },
          text: link ? `${added} Sign-in link: ${link}\n${SINGLE_USE_NOTE}` : added,
        };
      }),
    );

  user
    .command("link")
    .description(
      "Print a one-time sign-in link for somebody who cannot sign in; using it ends their password and sessions",
    )
    .requiredOption("--email <email>", "whose")
    .option("--json", "print one JSON value: {email, link}")
    .addHelpText("after", "\nExample: studio user link --email ada@example.com")
    .action((options) =>
      run(options, async () => {
        const address = parseInput(email, options.email);
        const link = absoluteUrl(await createSignInLink(operator(), address));
        return {
          json: { email: address, link },
          text: `Sign-in link for ${address}: ${link}\n${SINGLE_USE_NOTE} ${REVOCATION_NOTE}`,
        };
      }),
    );
}

async function readFirstStdinLine(): Promise<string> {
  let input = "";
  for await (const chunk of process.stdin.setEncoding("utf8")) {
    input += chunk;
    if (input.includes("\n") || input.length > 10_000) break;
  }
  const line = input.split(/\r?\n/, 1)[0] ?? "";
  if (line === "") throw new UsageError("--password-stdin found no password on standard input.");
  return line;
}
