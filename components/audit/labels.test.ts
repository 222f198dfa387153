import { expect, test } from "vitest";
import { actionSentence } from "./labels";

test("an action that only a newer version knows is named as it is stored", () => {
  expect(actionSentence("team.created")).toEqual({
    before: "performed team.created on ",
    named: true,
    after: "",
  });
  expect(actionSentence("constructor").before).toBe("performed constructor on ");
  expect(actionSentence("member.left")).toEqual({ before: "left the workspace", named: false, after: "" });
});
