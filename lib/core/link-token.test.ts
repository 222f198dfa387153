import { expect, test } from "vitest";
import { changedLinkPage, findLinkToken } from "./link-token";

const TOKEN = ["asl_", "Ab3-_".repeat(8), "xYz"].join("");
const [HEAD, TAIL] = [TOKEN.slice(0, 20), TOKEN.slice(20)];

test.each([
  TOKEN,
  `${TOKEN}.`,
  `${TOKEN}>`,
  `${TOKEN})`,
  `${TOKEN}_`,
  `${TOKEN}%20`,
  `${TOKEN}%3E`,
  `%20${TOKEN}`,
  `${TOKEN}&data=05%7C01`,
  `${HEAD}=%0A${TAIL}`,
  `${HEAD}%3D%0D%0A${TAIL}`,
  `${HEAD}%20%09${TAIL}`,
  `${HEAD}\u00ad\u200b${TAIL}`,
  `${HEAD}= ${TAIL}`,
  TOKEN.replace("asl_", "asl%5F"),
  TOKEN.replace("asl_", "asl%255f"),
])("finds the token in the fragment %s", (fragment) => {
  expect(findLinkToken(fragment)?.token).toBe(TOKEN);
});

test.each([
  [`https://keys.example.com/invite#${TOKEN}`, "invite"],
  [`<https://keys.example.com/setup%23${TOKEN}>`, "setup"],
  [`https://link.example.com/invite%2523${TOKEN}.`, "invite"],
  [`https://x.safelinks.example/?url=https%3A%2F%2Fkeys.example.com%2Flink%23${TOKEN}&data=05`, "link"],
  [TOKEN, undefined],
])("finds the token and the page in the pasted text %s", (text, page) => {
  expect(findLinkToken(text)).toEqual({ token: TOKEN, page });
});

test.each(["", "x", "asl_", HEAD, TOKEN.slice(0, -1), TOKEN.replace("asl_", "ask_")])(
  "finds no token in %j",
  (text) => {
    expect(findLinkToken(text)).toBeNull();
  },
);

test.each([
  [`/invite%23${TOKEN}`, "invite"],
  [`/invite%2523${TOKEN}`, "invite"],
  [`/invite%252523${TOKEN}`, "invite"],
  [`/INVITE%23${TOKEN}`, "invite"],
  [`/link%23${TOKEN}`, "link"],
  [`/setup%23${TOKEN}`, "setup"],
  [`/setup/%23${TOKEN}`, "setup"],
  [`//setup%23${TOKEN}`, "setup"],
  [`/invite%EF%BC%83${TOKEN}`, "invite"],
  [`/invite?${TOKEN}`, "invite"],
  [`/invite?token=${TOKEN}`, "invite"],
  [`/invite/${TOKEN}`, "invite"],
  [`/invite&${TOKEN}`, "invite"],
  [`/invite%20%23${TOKEN}`, "invite"],
  [`/invite${TOKEN}`, "invite"],
  [`/invite%23${HEAD}%3D%0A${TAIL}`, "invite"],
  [`/invite%23${TOKEN.replace("_", "%5f")}`, "invite"],
  [`/invite%23${TOKEN.toLowerCase()}`, "invite"],
  [`/invite%23${TOKEN.slice(0, 30)}`, "invite"],
  ["/invite%23", "invite"],
  ["/link%2523x", "link"],
  [`/sign-in?to=%2Finvite%2523${TOKEN}`, "invite"],
  [`/acme/audit?target=${TOKEN}`, "link"],
  [`/${TOKEN}`, "link"],
])("recognizes %s", (url, page) => {
  expect(changedLinkPage(url)).toBe(page);
});

test.each([
  "/invite",
  "/link?changed=invite",
  "/invite?utm_source=mail",
  "/acme/audit?target=asl_customer_satisfaction_survey",
  "/acme/configure/api-keys?search=%23",
  "/invite-us%23x",
  "/%",
])("ignores %s", (url) => {
  expect(changedLinkPage(url)).toBeNull();
});

test("reads long text in linear time", () => {
  for (const unit of ["asl_.", "%25", "invite/asl_a!", "/invite", " ", "%2"]) {
    expect(changedLinkPage(`/x${unit.repeat(20_000)}`)).toBeNull();
    expect(findLinkToken(unit.repeat(20_000))).toBeNull();
  }
});
