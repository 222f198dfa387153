import { expect, onTestFinished, test, vi } from "vitest";
import { tokenize, tokenizeTurn } from "./tokenize";
import { POSSIBLY_CHANGED } from "./update-stored-words";

test.each([
  ["Żurek, ŁUKASZ!", ["zurek", "lukasz"]],
  ["SW20 8AB / 12-34", ["sw20", "8ab", "12", "34"]],
  ["朝食は何時", ["朝", "食", "は", "何", "時"]],
  ["Straße Ærø naïve", ["strasse", "aero", "naive"]],
  ["ДОБРЫЙ день", ["добрый", "день"]],
  ["IŞIK ÆTHER", ["isik", "aether"]],
  ["किताब, कुतब।", ["किताब", "कुतब"]],
  ["น้ำ ไม่", ["น\u0e49\u0e4d", "า", "ไ", "ม่"]],
  ["ｶﾞか", ["カ\u3099", "か"]],
  ["كِتَاب كـتاب", ["كتاب", "كتاب"]],
  ["می\u200cخواهم Donau\u00addampf", ["میخواهم", "donaudampf"]],
  ["\u0301 \u093f a\u0301", ["a"]],
  ["👩\u200d🚀❤\ufe0fx", ["x"]],
  ["  ", []],
  [`a${"\u{10428}".repeat(150)}`, [`a${"\u{10428}".repeat(99)}\ufffd`]],
])("tokenizes %s as %j", (text, words) => {
  expect(tokenize(text)).toEqual(words);
});

test.each(["\n", ",", "漢", "x\n"])(
  "words around the end of a piece, after many %j, are those of the word alone",
  (filler) => {
    const word = "ΑΣ\u00ad\u00adΑΣ·Α";
    for (let length = 4080; length < 4100; length++) {
      const text = `${filler.repeat(length / filler.length)}\n${word}\nend`;
      expect(tokenize(text).slice(-3), String(length)).toEqual([...tokenize(word), "end"]);
    }
  },
);

/** All kinds of marks, a character that expands to eighteen, and ordinary text without spaces. */
const REPEATED = {
  "marks in two classes": "\u0301\u0316",
  "marks that are letters, in two classes": "\u093c\u094d\u0e38",
  "marks behind a letter": "e\u0301\u0316\u0301",
  "marks of half-width katakana": "\uff9e\uff9f",
  "marks outside of the basic plane": "\u{1d165}\u{1d16d}",
  "an expanding ligature": "\ufdfa",
  "an expanding syllable": "㈝",
  Hangul: "각",
  Han: "朝",
  letters: "a",
  "surrogate pairs": "𐐀",
  words: "ab cd ",
};

/** Normalization sorts the marks after each character: the worst-case comparisons of an insertion sort. */
const comparisons = (text: string): number =>
  (text.normalize("NFKD").match(/\p{M}+/gu) ?? []).reduce((sum, { length }) => sum + length * length, 0);

/** The cost of folding a text: characters read and written by each built-in, and comparisons of marks. */
function countSteps(text: string): { work: number; largest: number } {
  const { normalize } = String.prototype;
  const texts: [string, string][] = [];
  const spy = vi.spyOn(String.prototype, "normalize").mockImplementation(function (this: string, form) {
    const normalized = normalize.call(this, form);
    texts.push([String(this), normalized]);
    return normalized;
  });
  onTestFinished(() => spy.mockRestore());
  tokenizeTurn({
    user_input: text,
    agent_response: "",
    translated_user_input: "",
    english_agent_response: "",
  });
  spy.mockRestore();
  const each = texts.map(([before, after]) => before.length + after.length + comparisons(before));
  return { work: each.reduce((sum, steps) => sum + steps, 0), largest: Math.max(...each) };
}

test.each(Object.entries(REPEATED))("takes linear time for %s", (_, repeated) => {
  let before = countSteps(repeated.repeat(12_500 / repeated.length));
  for (const length of [25_000, 50_000, 100_000]) {
    const now = countSteps(repeated.repeat(length / repeated.length));
    // Half a percent of tolerance for the spaces around a text.
    expect(now.work).toBeLessThanOrEqual(2.005 * before.work + 10);
    expect(now.largest).toBeLessThanOrEqual(100_000);
    before = now;
  }
});

test("finds the same tokens however the text is split into chunks", () => {
  const long = "x".repeat(150);
  for (let shift = 4090; shift < 4100; shift++) {
    for (const word of [
      ...[
        `Ωmega${long}`,
        "e\u0301te\u0301",
        "𐐀𐐀",
        "ﷺ",
        "朝食",
        "각하",
        "ﬃ",
        "किताब",
        "น้ำนำ",
        "ｶﾞｷﾞ",
        "йи\u0306",
      ],
    ]) {
      const unbroken = `${"-".repeat(shift)}${word}-${word}`;
      expect(tokenize(unbroken), `${word} at ${shift}`).toEqual([...tokenize(word), ...tokenize(word)]);
    }
  }
  expect(tokenize("y".repeat(10_000))).toEqual(["y".repeat(200)]);
});

test("finds the same tokens for every form of a character", () => {
  const different: string[] = [];
  for (let code = 0; code <= 0x10ffff; code++) {
    const character = String.fromCodePoint(code);
    const decomposed = character.normalize("NFKD");
    if (decomposed === character) continue;
    const [word, expected] = [character, decomposed].map((form) => tokenize(`a${form}b`).join(" "));
    if (word !== expected) different.push(code.toString(16));
  }
  expect(different).toEqual([]);
});

test("drops repeats for a speaker with an implausible number of words", () => {
  const turn = { agent_response: "", translated_user_input: "", english_agent_response: "" };
  const few = tokenizeTurn({ ...turn, user_input: "no no no" });
  expect(few).toEqual({ user: " no no no ", agent: "", words: ["no"] });
  const many = tokenizeTurn({ ...turn, user_input: "yes no ".repeat(10_000) });
  expect(many).toEqual({ user: " yes no ", agent: "", words: ["yes", "no"] });
});

/** How the version before folded text, and split it. */
function previousTokens(text: string): string[] {
  const marks = /[\p{M}\uff9e\uff9f]+/gu;
  return text
    .replace(marks, "")
    .normalize("NFKD")
    .replace(marks, "")
    .toLowerCase()
    .replace(/ł/g, "l")
    .replace(/ø/g, "o")
    .replace(/đ/g, "d")
    .replace(/ß/g, "ss")
    .replace(/\p{Script=Han}/gu, " $& ")
    .split(/[^\p{L}\p{N}]+/u)
    .filter((word) => word !== "");
}

test("after an update, every conversation is checked whose words may be stored in another form", () => {
  const pattern = new RegExp(POSSIBLY_CHANGED, "u");
  const missed: string[] = [];
  for (let code = 0x20; code <= 0xffff; code++) {
    const text = `a${String.fromCharCode(code)}b`;
    if (pattern.test(text)) continue;
    if (tokenize(text).join(" ") !== previousTokens(text).join(" ")) missed.push(code.toString(16));
  }
  expect(missed).toEqual([]);
  expect(pattern.test("Zażółć gęślą jaźń – „Größe“, 東京！")).toBe(false);
  expect(pattern.test("\u{1f600}")).toBe(true);
});
