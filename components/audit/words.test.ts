import { expect, test } from "vitest";
import { sentenceOf } from "./words";

test("an action that only a newer version knows is named as it is stored", () => {
  expect(sentenceOf("team.created")).toEqual({
    before: "performed team.created on ",
    named: true,
    after: "",
  });
  expect(sentenceOf("constructor").before).toBe("performed constructor on ");
  expect(sentenceOf("member.left")).toEqual({ before: "left the workspace", named: false, after: "" });
});
