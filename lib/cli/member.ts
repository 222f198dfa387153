import { type Command, Option } from "commander";
import { db } from "@/db/client/client";
import { selectMember } from "@/db/queries/members";
import { AppError } from "@/lib/core/errors";
import { parseInput } from "@/lib/core/parse-input";
import { strictSearchText } from "@/lib/core/search-text-schema";
import { changeMember } from "@/lib/features/members/change-member";
import { changeMemberInput, inviteMemberInput, type MemberDto } from "@/lib/features/members/contract";
import { inviteMember } from "@/lib/features/members/invite-member";
import { listMembers } from "@/lib/features/members/list-members";
import { removeMember } from "@/lib/features/members/remove-member";
import { findUserId } from "./options";
import { allPages, listOutput } from "./output";
import { sentence } from "./printable";
import { absoluteUrl, operatorActor, type Run, UsageError } from "./run";

const ROLES = ["admin", "member"];
const ACCESS_LEVELS = ["none", "read", "edit"];

export const apiKeysAccessOption = () =>
  new Option("--api-keys-access <level>", "a member's access to API keys").choices(ACCESS_LEVELS);
export const configurationAccessOption = () =>
  new Option("--configuration-access <level>", "a member's access to response configurations").choices(
    ACCESS_LEVELS,
  );
export const roleOption = () =>
  new Option("--role <role>", "admins have full access; members can read").choices(ROLES);

/** `studio member …` */
export function memberCommands(program: Command, run: Run): void {
  const member = program.command("member").description("The members of a workspace");

  member
    .command("list")
    .description("List the members of a workspace by name")
    .requiredOption("--workspace <id or slug>", "the workspace")
    .option("--search <text>", "only members with this text in the name or email")
    .option("--json", "print one JSON value: {members: [{userId, name, email, role, access, createdAt}]}")
    .addHelpText("after", "\nExample: studio member list --workspace harbour-hotels")
    .action((options) =>
      run(options, async () => {
        const actor = await operatorActor(options.workspace);
        const search = parseInput(strictSearchText, options.search);
        return listOutput({
          name: "members",
          pages: allPages(async (cursor) => {
            const { members, nextCursor } = await listMembers(actor, { search, cursor });
            return { items: members, nextCursor };
          }),
          header: ["ID", "EMAIL", "NAME", "ROLE", "API KEYS", "CONFIGURATION", "ADDED"],
          toRow: (found) => [
            ...[found.userId, found.email, found.name, found.role, ...formatAccess(found)],
            found.createdAt,
          ],
          empty: search === "" ? "No members yet." : "No members match.",
        });
      }),
    );

  member
    .command("invite")
    .description("Invite an email by a link, and print the link once; inviting it again replaces the link")
    .requiredOption("--workspace <id or slug>", "the workspace")
    .requiredOption("--email <email>", "the email of the invited user")
    .addOption(roleOption().makeOptionMandatory())
    .addOption(apiKeysAccessOption().default("read"))
    .addOption(configurationAccessOption().default("read"))
    .option(
      "--json",
      "print one JSON value: {invitation, link, mailed}; mailed is null without a mail server",
    )
    .addHelpText(
      "after",
      "\nExample: studio member invite --workspace harbour-hotels --email ada@example.com --role member",
    )
    .action((options) =>
      run(options, async () => {
        const actor = await operatorActor(options.workspace);
        const created = await inviteMember(actor, parseInput(inviteMemberInput, options));
        const { invitation, mailed } = created;
        const link = absoluteUrl(created.link);
        const delivery = mailed
          ? sentence`Emailed the invitation to ${invitation.email}.`
          : sentence`Invited ${invitation.email}${mailed === false ? ", but the email could not be sent" : ""}.`;
        return {
          json: { invitation, link, mailed },
          text: `${delivery} It works once, until ${invitation.expiresAt}.\n${link}`,
        };
      }),
    );

  member
    .command("change")
    .description("Change the role or the access of a member; what is left out stays")
    .requiredOption("--workspace <id or slug>", "the workspace")
    .requiredOption("--user <id or email>", "the member")
    .addOption(roleOption())
    .addOption(apiKeysAccessOption())
    .addOption(configurationAccessOption())
    .option("--json", "print one JSON value: {userId, name, email, role, access, createdAt}")
    .addHelpText(
      "after",
      "\nExample: studio member change --workspace harbour-hotels --user ada@example.com --role admin",
    )
    .action((options) =>
      run(options, async () => {
        const { role, apiKeysAccess, configurationAccess } = options;
        if (!role && !apiKeysAccess && !configurationAccess) {
          throw new UsageError(
            "Say what to change with --role, --api-keys-access or --configuration-access.",
          );
        }
        const actor = await operatorActor(options.workspace);
        const userId = await findUserId(options.user);
        const before = await selectMember(db(), actor.workspaceId, userId);
        if (!before) throw new AppError("NOT_FOUND", `No member ${options.user} in this workspace.`);
        const seen = {
          role: before.role,
          apiKeysAccess: before.apiKeysAccess,
          configurationAccess: before.configurationAccess,
        };
        const input = {
          userId,
          role: role ?? seen.role,
          apiKeysAccess: apiKeysAccess ?? seen.apiKeysAccess,
          configurationAccess: configurationAccess ?? seen.configurationAccess,
          seen,
        };
        const changed = await changeMember(actor, parseInput(changeMemberInput, input));
        const [apiKeys = "", configuration = ""] = formatAccess(changed);
        return {
          json: changed,
          text: sentence`${changed.name} (${changed.email}) is ${changed.role}: API keys ${apiKeys}, response configurations ${configuration}.`,
        };
      }),
    );

  member
    .command("remove")
    .description("Remove a member from the workspace; keys that they created stay")
    .requiredOption("--workspace <id or slug>", "the workspace")
    .requiredOption("--user <id or email>", "the member")
    .option("--json", "print one JSON value: {userId, name}")
    .addHelpText("after", "\nExample: studio member remove --workspace harbour-hotels --user ada@example.com")
    .action((options) =>
      run(options, async () => {
        const actor = await operatorActor(options.workspace);
        const removed = await removeMember(actor, { userId: await findUserId(options.user) });
        return { json: removed, text: sentence`Removed ${removed.name} from the workspace.` };
      }),
    );
}

const formatAccess = ({ role, access }: Pick<MemberDto, "role" | "access">): string[] =>
  role === "admin" ? ["edit", "edit"] : [access.api_keys, access.response_configuration];
