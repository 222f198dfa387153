import { expect, test } from "vitest";
import { redactSecretsInPath } from "./redact";

const KEY = `ask_${"k".repeat(49)}`;
const encodeOnce = (text: string) =>
  text.replace(/[^/]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);

test.each([
  [`/v3/${KEY}/x`, "/v3/ask_[redacted]/x"],
  [`/v3/${KEY.replace("_", "%5F")}/x`, "/v3/ask_[redacted]/x"],
  [`/v3/${encodeOnce(KEY)}`, "/v3/ask_[redacted]"],
  [`/v3/${encodeOnce(encodeOnce(encodeOnce(KEY)))}`, "/v3/ask_[redacted]"],
  [`/v3/${KEY.replace("k", "%256b")}/%`, "/v3/ask_[redacted]/%"],
  [`/v3/%E0%A4%A/%zz/${encodeOnce(KEY)}`, "/v3/%E0%A4%A/%zz/ask_[redacted]"],
  // The outer encoding hides the start of the secret from a second decoding.
  [`/v3/%25%36ask%5F${KEY.slice(4)}`, "/v3/%6ask_[redacted]"],
  [`/v3/${encodeOnce(KEY)}/art%5f${"t".repeat(43)}`, "/v3/ask_[redacted]/art_[redacted]"],
])("redacts the secret in %s", (path, expected) => {
  expect(redactSecretsInPath(path)).toBe(expected);
});

test.each(["/v3/ws/front%20desk%2Fuk/conversations", "/v3/ask_short", "/v3/%E0%A4%A/%"])(
  "returns %s, which has no secret, as it is",
  (path) => {
    expect(redactSecretsInPath(path)).toBe(path);
  },
);

test("redacts a path that is encoded more often than any client does, without decoding it to the end", () => {
  expect(redactSecretsInPath(`/v3/%${"25".repeat(8000)}41`)).toBe("[redacted]");
});
