import { expect, test } from "vitest";
import { actionSentence } from "./labels";

test("shows an unknown action under its stored name", () => {
  expect(actionSentence("team.created")).toEqual({
    before: "performed team.created on ",
    hasTarget: true,
    after: "",
  });
  expect(actionSentence("constructor").before).toBe("performed constructor on ");
  expect(actionSentence("member.left")).toEqual({
    before: "left the workspace",
    hasTarget: false,
    after: "",
  });
});
