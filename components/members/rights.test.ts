import { expect, test } from "vitest";
import type { MemberDto } from "@/lib/members/contract";
import { toldRight, toldRights } from "./rights";

test("a role and an access that only a newer version knows are shown as they are stored", () => {
  const stored: Pick<MemberDto, "role" | "access"> = JSON.parse(
    '{ "role": "owner", "access": { "api_keys": "rotate", "response_configuration": "none" } }',
  );
  expect([toldRight("owner"), toldRight("admin"), toldRight("constructor")]).toEqual([
    "owner",
    "Admin",
    "constructor",
  ]);
  expect(toldRights(stored)).toBe("API keys: rotate. Response configuration: none.");
});
