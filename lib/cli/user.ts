import type { Command } from "commander";
import { displayEmail } from "@/lib/core/display-email";
import { parseInput } from "@/lib/core/parse-input";
import { email } from "@/lib/features/auth/contract";
import { createUserInput } from "@/lib/features/members/contract";
import { createSignInLink } from "@/lib/features/members/create-sign-in-link";
import { createUser } from "@/lib/features/members/create-user";
import { endUserSessions } from "@/lib/features/members/end-user-sessions";
import { apiKeysAccessOption, configurationAccessOption, roleOption } from "./member";
import { sentence } from "./printable";
import { absoluteUrl, operator, operatorActor, type Run, UsageError } from "./run";

const SINGLE_USE_NOTE = "It works once and expires in 24 hours.";
const REVOCATION_NOTE = "Using it removes their password, sessions and other links.";
const EXISTING_ACCOUNT_NOTE =
  "Their account already exists and keeps its password. If someone else may know the password, create a link with: studio user link";

/** `studio user …` */
export function userCommands(program: Command, run: Run): void {
  const user = program.command("user").description("Users of the console");

  user
    .command("create")
    .description("Add a user to a workspace; without a password, print a one-time sign-in link")
    .requiredOption("--workspace <id or slug>", "the workspace")
    .requiredOption("--email <email>", "the email for signing in")
    .requiredOption("--name <name>", "the display name")
    .addOption(roleOption().makeOptionMandatory())
    .addOption(apiKeysAccessOption().default("read"))
    .addOption(configurationAccessOption().default("read"))
    .option("--password-stdin", "read the password from the first line of standard input")
    .option("--json", "print one JSON value: {id, email, link}; link is null with a password")
    .addHelpText(
      "after",
      "\nExample: studio user create --workspace harbour-hotels --email ada@example.com --name Ada --role admin",
    )
    .action((options) =>
      run(options, async () => {
        const actor = await operatorActor(options.workspace);
        const password = options.passwordStdin ? await readFirstStdinLine() : undefined;
        const created = await createUser(actor, parseInput(createUserInput, { ...options, password }));
        const link = created.link && absoluteUrl(created.link);
        const added = created.alreadyExisted
          ? `${sentence`Added ${created.email}.`} ${EXISTING_ACCOUNT_NOTE}`
          : sentence`Added ${created.email}.`;
        return {
          json: { id: created.id, email: created.email, link },
          text: link ? `${added} Sign-in link: ${link}\n${SINGLE_USE_NOTE}` : added,
        };
      }),
    );

  user
    .command("link")
    .description(
      "Print a one-time sign-in link for a user who cannot sign in; using it removes their password and sessions",
    )
    .requiredOption("--email <email>", "the user")
    .option("--json", "print one JSON value: {email, link}")
    .addHelpText("after", "\nExample: studio user link --email ada@example.com")
    .action((options) =>
      run(options, async () => {
        const address = parseInput(email, options.email);
        const link = absoluteUrl(await createSignInLink(operator(), address));
        return {
          json: { email: displayEmail(address), link },
          text: `${sentence`Sign-in link for ${displayEmail(address)}:`} ${link}\n${SINGLE_USE_NOTE} ${REVOCATION_NOTE}`,
        };
      }),
    );

  user
    .command("sign-out")
    .description("Sign a user out on every device; they keep their password")
    .requiredOption("--email <email>", "the user")
    .option("--json", "print one JSON value: {email, ended}")
    .addHelpText("after", "\nExample: studio user sign-out --email ada@example.com")
    .action((options) =>
      run(options, async () => {
        const address = parseInput(email, options.email);
        const { ended } = await endUserSessions(operator(), address);
        const count = `${ended} ${ended === 1 ? "session" : "sessions"}`;
        const shown = displayEmail(address);
        return { json: { email: shown, ended }, text: sentence`Ended ${count} of ${shown}.` };
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
  if (line === "") throw new UsageError("--password-stdin requires a password on standard input.");
  return line;
}
