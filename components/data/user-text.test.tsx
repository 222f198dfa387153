import { readdirSync, readFileSync } from "node:fs";
import { renderToStaticMarkup } from "react-dom/server";
import { expect, test } from "vitest";
import { isolate, isolated } from "@/lib/core/bidi";
import { phrase, UserText } from "./user-text";

test.each([
  ["CRM sync", "CRM sync"],
  ["Café – 東京 (2)", "Café – 東京 (2)"],
  ["קבלה", "\u2068קבלה\u2069"],
  ["استقبال 2", "\u2068استقبال 2\u2069"],
  ["exe\u202egnp", "\u2068exe\u202egnp\u2069"],
  ["a\u2069\u202eb", "\u2068a\u202eb\u2069"],
  ["a\u2067b", "\u2068a\u2067b\u2069\u2069"],
])("isolates %j in plain text only where it could change the direction", (name, expected) => {
  expect(isolate(name)).toBe(expected);
  expect(isolated`Edit ${name} (${2})`).toBe(`Edit ${expected} (2)`);
});

test("shows the texts of users isolated and untranslated within a sentence", () => {
  expect(renderToStaticMarkup(phrase`Renamed “${"a\u2069b"}” to “${"קבלה"}”. ${["Try again."]}`)).toBe(
    '<span>Renamed “<bdi translate="no">ab</bdi>” to “<bdi translate="no">קבלה</bdi>”. Try again.</span>',
  );
  expect(renderToStaticMarkup(<UserText>{"\u2068x"}</UserText>)).toBe(
    '<bdi translate="no">\u2068x\u2069</bdi>',
  );
});

/** Names of values that users wrote. */
const USER_VALUE = /\$\{[^{}`]*\b(?:name|email|invitedBy|createdBy|search|labelOf|memberLabel|agentName)\b/;
/** Not about users, or isolated by its callers. */
const EXCEPT = ["app/layout.tsx", "components/data/disambiguate-labels.ts"];
/** A template without a tag that isolates its values, with the text before it. */
const PLAIN_TEMPLATE = /([\w=({:?,]*)\s*`((?:[^`\\]|\\.)*)`/g;
const SAFE = /(?:phrase|isolated)$/;

test("no text of the console contains a name that is not isolated", () => {
  const found: string[] = [];
  const sources = ["app", "components"]
    .flatMap((folder) => readdirSync(folder, { recursive: true }).map((file) => `${folder}/${file}`))
    .filter((file) => /[.]tsx?$/.test(file) && !file.includes(".test.") && !EXCEPT.includes(file));
  expect(sources.length).toBeGreaterThan(100);
  for (const file of sources) {
    for (const [, before = "", text = ""] of readFileSync(file, "utf8").matchAll(PLAIN_TEMPLATE)) {
      if (USER_VALUE.test(text) && !SAFE.test(before)) found.push(`${file}: ${text}`);
    }
  }
  expect(found).toEqual([]);
});
