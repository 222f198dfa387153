import { expect, test } from "vitest";
import type { MemberDto } from "@/lib/features/members/contract";
import { formatAccess, roleLabel } from "./access-labels";

test("shows a role and an access level of a newer version as stored", () => {
  const stored: Pick<MemberDto, "role" | "access"> = JSON.parse(
    '{ "role": "owner", "access": { "api_keys": "rotate", "response_configuration": "none" } }',
  );
  expect([roleLabel("owner"), roleLabel("admin"), roleLabel("constructor")]).toEqual([
    "owner",
    "Admin",
    "constructor",
  ]);
  expect(formatAccess(stored)).toBe("API keys: rotate. Response configuration: No access.");
});
