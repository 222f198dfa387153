import type { Command } from "commander";
import { displayEmail } from "@/lib/core/display-email";
import { normalizeEmail } from "@/lib/core/email";
import { AppError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import { strictSearchText } from "@/lib/core/search-text-schema";
import type { Actor } from "@/lib/features/actor";
import { listInvitations } from "@/lib/features/members/list-invitations";
import { revokeInvitation } from "@/lib/features/members/revoke-invitation";
import { allPages, listOutput } from "./output";
import { sentence } from "./printable";
import { operatorActor, type Run } from "./run";

/** `studio invitation …` */
export function invitationCommands(program: Command, run: Run): void {
  const invitation = program
    .command("invitation")
    .description("Open invitations; create them with: studio member invite");

  invitation
    .command("list")
    .description("List the open and expired invitations of a workspace, newest first")
    .requiredOption("--workspace <id or slug>", "the workspace")
    .option("--search <text>", "only invitations with this text in the email")
    .option(
      "--json",
      "print one JSON value: {invitations: [{id, email, role, access, invitedBy, createdAt, expiresAt}]}",
    )
    .addHelpText("after", "\nExample: studio invitation list --workspace harbour-hotels")
    .action((options) =>
      run(options, async () => {
        const actor = await operatorActor(options.workspace);
        const search = parseInput(strictSearchText, options.search);
        return listOutput({
          name: "invitations",
          pages: invitationPages(actor, search),
          header: ["ID", "EMAIL", "ROLE", "INVITED BY", "CREATED", "EXPIRES"],
          toRow: ({ id, email, role, invitedBy, createdAt, expiresAt }) => [
            ...[id, email, role],
            ...[invitedBy, createdAt, expiresAt],
          ],
          empty: search === "" ? "No invitations." : "No invitations match.",
        });
      }),
    );

  invitation
    .command("revoke")
    .description("Revoke an invitation; its link stops working")
    .requiredOption("--workspace <id or slug>", "the workspace")
    .requiredOption("--invitation <id or email>", "the invitation")
    .option("--json", "print one JSON value: {id, email}")
    .addHelpText(
      "after",
      "\nExample: studio invitation revoke --workspace harbour-hotels --invitation ada@example.com",
    )
    .action((options) =>
      run(options, async () => {
        const actor = await operatorActor(options.workspace);
        const id = await findInvitationId(actor, options.invitation);
        const revoked = await revokeInvitation(actor, { id });
        return { json: revoked, text: sentence`Revoked the invitation of ${revoked.email}.` };
      }),
    );
}

const invitationPages = (actor: Actor, search: string) =>
  allPages(async (cursor) => {
    const { invitations, nextCursor } = await listInvitations(actor, { search, cursor });
    return { items: invitations, nextCursor };
  });

/** A workspace has at most one invitation for an email. An ID is no email. */
async function findInvitationId(actor: Actor, ref: string): Promise<string> {
  const address = normalizeEmail(ref);
  if (address === null) return ref;
  for await (const page of invitationPages(actor, "")) {
    const found = page.find((invitation) => normalizeEmail(invitation.email) === address);
    if (found) return found.id;
  }
  throw new AppError("NOT_FOUND", `No invitation for ${displayEmail(address)} in this workspace.`);
}
