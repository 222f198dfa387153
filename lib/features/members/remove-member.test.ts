import { expect, test } from "vitest";
import { listApiKeysInput } from "@/lib/features/api-keys/contract";
import { listApiKeys } from "@/lib/features/api-keys/list-api-keys";
import { setupApiClient } from "@/testing/api-server";
import { makeAgent, makeKey, makeMember, makeWorkspace } from "@/testing/fixtures";
import { changeMember } from "./change-member";
import { removeMember } from "./remove-member";

const call = setupApiClient();

const MEMBER = { role: "member", apiKeysAccess: "edit", configurationAccess: "none" } as const;

test("keys outlive the membership of their creator", async () => {
  const workspace = await makeWorkspace();
  await makeMember(workspace, { role: "admin" });
  const agent = await makeAgent(workspace);
  const bob = await makeMember(workspace, {
    role: "member",
    access: { api_keys: "edit", response_configuration: "none" },
  });
  const { key, secret } = await makeKey(bob, { name: "Of Bob" });
  await removeMember(workspace, { userId: bob.userId });
  expect((await listApiKeys(workspace, listApiKeysInput.parse({}))).keys).toMatchObject([
    { id: key.id, createdBy: bob.name },
  ]);
  expect((await call(`/v3/${workspace.slug}/${agent.slug}/conversations`, { key: secret })).status).toBe(200);
});

test("cannot remove a member of another workspace", async () => {
  const workspace = await makeWorkspace();
  const ada = await makeMember(workspace, { role: "admin" });
  const stranger = await makeMember(await makeWorkspace(), { role: "member" });
  await expect(removeMember(ada, { userId: stranger.userId })).rejects.toMatchObject({ code: "NOT_FOUND" });
  await expect(changeMember(ada, { ...MEMBER, userId: stranger.userId })).rejects.toMatchObject({
    code: "NOT_FOUND",
  });
});
