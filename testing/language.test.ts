import { execFileSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";
import { expect, test } from "vitest";

// The words that a reader has to translate, in code, comments, tests, documents and on screen. CONTRIBUTING.md says what
// to write instead.

const FORBIDDEN = [
  "whoever",
  "whomever",
  "nobody",
  "somebody",
  "anew",
  "tell",
  "tells",
  "told",
  "begun",
  "overtaken",
  "meanwhile",
  "under way",
  "on its way",
];
const PATTERN = new RegExp(`\\b(${FORBIDDEN.join("|").replaceAll(" ", "\\s+")})\\b`, "gi");

/** Files whose words are not ours to change: binaries, lockfiles, applied migrations, and what callers say in samples. */
const EXEMPT =
  /[.](png|gz|svg)$|(^|\/)package-lock[.]json$|^db\/migrations\/|^bench\/full\/dialogues[.]ts$|^lib\/demo\/(sample-data\/dialogues|simulator\/[a-z]+-scripts)[.]ts$|^testing\/language[.]test[.]ts$/;

/** A line break within a phrase, with the mark of a comment that continues. */
const LINE_BREAK = /[ \t]*\n[ \t]*(?:(?:\/\/|\*|#|>)[ \t]?)?/g;

/** @returns the forbidden words of a text, also where they are a part of an identifier or a phrase is on two lines */
function forbiddenWords(text: string): string[] {
  const words = text
    .replace(/([a-z\d])([A-Z])/g, "$1 $2")
    .replaceAll("_", " ")
    .replace(LINE_BREAK, " ");
  return [...words.matchAll(PATTERN)].map(([word]) => word.toLowerCase());
}

test.each(FORBIDDEN)("finds %s in prose, in any case, and in identifiers", (word) => {
  const identifier = word.replace(/ (\w)/g, (_, letter: string) => letter.toUpperCase());
  const capitalized = identifier.charAt(0).toUpperCase() + identifier.slice(1);
  expect(forbiddenWords(`A key that ${word} uses.`)).toEqual([word]);
  expect(forbiddenWords(word.toUpperCase())).toEqual([word]);
  expect(forbiddenWords(`const is${capitalized} = 1`)).toEqual([word]);
  expect(forbiddenWords(`// A key that ${word.replace(" ", "\n// ")} uses.`)).toEqual([word]);
});

test("does not take longer words for shorter ones", () => {
  expect(forbiddenWords("a teller, a storyteller, an anewish word, toldable")).toEqual([]);
});

test("every tracked file uses the standard words", () => {
  const listed = execFileSync("git", ["ls-files", "--cached", "--others", "--exclude-standard"], {
    encoding: "utf8",
    maxBuffer: 2 ** 26,
  });
  const files = listed.split("\n").filter((file) => file !== "" && existsSync(file) && !EXEMPT.test(file));
  expect(files.length).toBeGreaterThan(500);
  const found = files.flatMap((file) => {
    const words = forbiddenWords(`${file.replaceAll("-", " ")}\n${readFileSync(file, "utf8")}`);
    return words.length > 0 ? [`${file}: ${words.join(", ")}`] : [];
  });
  expect(found).toEqual([]);
});
