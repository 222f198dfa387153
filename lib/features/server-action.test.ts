import { expect, test } from "vitest";
import { toResult } from "./server-action";

const away = async () => {
  throw Object.assign(new Error("terminating connection due to administrator command"), { code: "57P01" });
};

test("of a write that got no answer it is said that nobody knows; a read has nothing to know", async () => {
  const write = await toResult(away);
  expect(write).toMatchObject({
    ok: false,
    error: { code: "UNAVAILABLE", message: expect.stringContaining("not known") },
  });
  const read = await toResult(away, "read");
  expect(read).toMatchObject({ ok: false, error: { code: "UNAVAILABLE" } });
  for (const told of [JSON.stringify(read), JSON.stringify(write)]) expect(told).not.toContain("Reload");
  expect(JSON.stringify(read)).not.toContain("not known");
});

test("what broke while something was read is not told as a change", async () => {
  const broken = async () => {
    throw new Error("nobody expected this");
  };
  expect(JSON.stringify(await toResult(broken, "read"))).not.toContain("Nothing was changed");
  expect(JSON.stringify(await toResult(broken))).toContain("Nothing was changed");
});
