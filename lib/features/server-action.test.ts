import { expect, test } from "vitest";
import { toResult } from "./server-action";

const unavailable = async () => {
  throw Object.assign(new Error("terminating connection due to administrator command"), { code: "57P01" });
};

test("reports an unknown outcome for a write without a response, but not for a read", async () => {
  const write = await toResult(unavailable);
  expect(write).toMatchObject({
    ok: false,
    error: { code: "UNAVAILABLE", message: expect.stringContaining("may or may not have been saved") },
  });
  const read = await toResult(unavailable, "read");
  expect(read).toMatchObject({ ok: false, error: { code: "UNAVAILABLE" } });
  for (const result of [JSON.stringify(read), JSON.stringify(write)]) expect(result).not.toContain("Reload");
  expect(JSON.stringify(read)).not.toContain("may or may not have been saved");
});

test("says that nothing was changed after a failed write only", async () => {
  const broken = async () => {
    throw new Error("an unexpected error");
  };
  expect(JSON.stringify(await toResult(broken, "read"))).not.toContain("Nothing was changed");
  expect(JSON.stringify(await toResult(broken))).toContain("Nothing was changed");
});
