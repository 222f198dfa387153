import { type Command, Option } from "commander";
import { createUserInput, email } from "../members/contract";
import { createUser } from "../members/create-user";
import { linkUser } from "../members/link-user";
import { parseInput } from "../validate";
import { linkTo, Misuse, operator, operatorIn, run } from "./run";

const ONCE = "It works once, within 24 hours.";
const ALONE = "Using it ends their password, sessions and other links.";
const KNOWN =
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
        const password = options.passwordStdin ? await firstLineOfInput() : undefined;
        const made = await createUser(actor, parseInput(createUserInput, { ...options, password }));
        const link = made.link && linkTo(made.link);
        const added = made.known ? `Added ${made.email}. ${KNOWN}` : `Added ${made.email}.`;
        return {
          json: { id: made.id, email: made.email, link },
          text: link ? `${added} Sign-in link: ${link}\n${ONCE}` : added,
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
        const link = linkTo(await linkUser(operator(), address));
        return {
          json: { email: address, link },
          text: `Sign-in link for ${address}: ${link}\n${ONCE} ${ALONE}`,
        };
      }),
    );
}

async function firstLineOfInput(): Promise<string> {
  let input = "";
  for await (const chunk of process.stdin.setEncoding("utf8")) {
    input += chunk;
    if (input.includes("\n") || input.length > 10_000) break;
  }
  const line = input.split(/\r?\n/, 1)[0] ?? "";
  if (line === "") throw new Misuse("--password-stdin found no password on standard input.");
  return line;
}
