import fc from "fast-check";
import { expect, test } from "vitest";
import { displayName, optionalDisplayName } from "./display-name";
import { exceededLimit, NAME_LIMITS, shorten, truncate, truncatePath } from "./graphemes";
import { hasAtMostCodePoints } from "./max-code-points";
import { repairName, withEnding } from "./normalize-name";

const ROCKET = "🚀";
const FAMILY = "👨‍👩‍👧‍👦";
const ENGLAND = "🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}";

const message = (name: string) => displayName.safeParse(name).error?.issues[0]?.message;

test.each([
  ["composed and decomposed", "Cafe\u0301", "Café"],
  ["marks in any order", "q\u0307\u0323", "q\u0323\u0307"],
  ["a compatibility ideograph", "\uf900", "\u8c48"],
  ["no-break spaces", "front\u00a0desk\u202fUK", "front desk UK"],
  ["runs of white space", "  front \t\r\n\u2003\u3000desk\u2028", "front desk"],
  ["spaces around an invisible character", "front \u200b desk\u2060 \ufeff", "front desk"],
  ["a Braille blank", "⠓⠊\u2800⠽⠕⠥", "⠓⠊ ⠽⠕⠥"],
  ["zero-width characters", "fr\u200bon\u200ct\u200d d\u2060e\ufeffs\u00adk\u034f", "front desk"],
  ["invisible operators", "a\u2061\u2062\u2063\u2064b", "ab"],
  ["controls of text direction", "\u202eabc\u202c \u2067d\u2069\u200e\u200f\u061c\u202a\u202d", "abc d"],
  ["Hangul fillers", "\u3164가\u115f\u1160나\uffa0", "가나"],
  ["tags without a flag", `a\u{e0041}\u{e007f}${ROCKET}\u{e0001}`, `a${ROCKET}`],
  ["an unknown tagged flag", "🏴\u{e0078}\u{e0079}\u{e007f}", "🏴"],
  ["annotations", "a\ufff9b\ufffac\ufffb\ufffc", "abc"],
  [
    "variation selectors without an effect",
    `a\ufe0fb\ufe00c\ufe0e${ROCKET}\ufe0f漢\u{e0100}1\ufe0f`,
    `abc${ROCKET}漢1`,
  ],
  ["Khmer inherent vowels", "ក\u17b4ខ\u17b5", "កខ"],
  ["Mongolian controls elsewhere", "a\u180eb\u180b", "ab"],
  ["joiners of unknown emoji", `${ROCKET}\u200d🔑\u200d`, `${ROCKET}🔑`],
  ["an emoji with and without U+FE0F", "❤\u200d🔥 ☝\ufe0f🏽", "❤\ufe0f\u200d🔥 ☝🏽"],
  ["a keycap with and without U+FE0F", "1\u20e3", "1\ufe0f\u20e3"],
  ["a joiner after a Persian letter that does not join", "دختر\u200cها", "دخترها"],
  ["repeated and outer joiners", "\u200cمی\u200c\u200c\u200dخواهم\u200c", "می\u200cخواهم"],
  ["a joiner between letters that join", "م\u200dی", "می"],
])("%s: one name", (_, typed, stored) => {
  expect(displayName.parse(typed)).toBe(stored);
  expect(displayName.parse(stored)).toBe(stored);
});

test.each([
  ["Persian", "می\u200cخواهم خانه\u200cها"],
  ["an Arabic abbreviation", "1447 ه\u200d"],
  ["Hindi", "क्\u200dष क्\u200cष श्री"],
  ["Marathi", "दुसऱ्या व्\u200d"],
  ["Bengali", "র\u200d্যাব ত্\u200d"],
  ["Malayalam", "തമിഴ്\u200cനാട് ന്\u200d"],
  ["Sinhala", "ශ්\u200dරී ලංකා"],
  ["Kannada", "ರ\u200d್ಕ"],
  ["Mongolian", "ᠨᠢᠭᠡ\u180e\u1820 ᠭ\u180b"],
  ["Thai, Tamil, Hebrew with points", "กำลัง தமிழ் שָׁלוֹם"],
  ["Vietnamese, Hangul", "Tiếng Việt 한국어"],
  ["joined emoji", `${FAMILY} 🏳️‍🌈 👩🏽‍💻 🧑🏻‍🤝‍🧑🏿 👁️‍🗨️ ❤️‍🔥 🏴‍☠️ 🐻‍❄️`],
  ["flags and keycaps", `${ENGLAND} 🇩🇪 #️⃣ 1️⃣`],
  ["text and emoji presentation", "☎ ☎️ ™️ 🀄"],
  ["hieroglyphs", "𓂋\u{13430}𓏤"],
])("keeps %s", (_, name) => {
  expect(displayName.parse(name)).toBe(name);
});

test.each([
  ["\u200b", "Enter a name with visible characters."],
  ["\u3164\u2800\u00ad\ufeff\u{e0061}\u202e", "Enter a name with visible characters."],
  ["\u200d", "Enter a name with visible characters."],
  [" \t\u00a0\u3000", "Enter a name."],
  ["a\u0007b", "Use visible characters only, and none that are private or unassigned in Unicode."],
  ["a\u0085\u009fb", "Use visible characters only, and none that are private or unassigned in Unicode."],
  ["a\ue000b", "Use visible characters only, and none that are private or unassigned in Unicode."],
  ["a\u0378b", "Use visible characters only, and none that are private or unassigned in Unicode."],
  ["a\uffffb", "Use visible characters only, and none that are private or unassigned in Unicode."],
  ["a\ud83d", "Use visible characters only, and none that are private or unassigned in Unicode."],
  ["\u0301", "Start with a letter, a digit or a symbol, not with a combining mark."],
  [" \u0301a", "Start with a letter, a digit or a symbol, not with a combining mark."],
  [ROCKET.repeat(101), "Use at most 100 characters."],
  ["x".repeat(5000), "Use at most 100 characters."],
  [`a${"\u0316".repeat(16)}`, "Use fewer combining marks on one character."],
])("refuses a name without a valid form (%#)", (typed, expected) => {
  expect(message(typed)).toBe(expected);
});

test("counts what people see as characters, up to 400 code points and 16 for each", () => {
  for (const name of [ROCKET.repeat(100), ENGLAND.repeat(57), FAMILY.repeat(57), `a${"\u0316".repeat(15)}`]) {
    expect(message(name), name).toBeUndefined();
  }
  expect(message("e\u0301".repeat(100))).toBeUndefined();
  expect(message(ENGLAND.repeat(58))).toBe("Use a shorter name, or fewer combining marks.");
  expect(message(`a${"\u0316".repeat(15)}`.repeat(26))).toBe("Use a shorter name, or fewer combining marks.");
});

test("cuts between characters", () => {
  expect(withEnding(ROCKET.repeat(100), " 2")).toBe(`${ROCKET.repeat(98)} 2`);
  expect(withEnding(ENGLAND.repeat(57), " 2")).toBe(`${ENGLAND.repeat(56)} 2`);
  expect(withEnding(`${"x".repeat(97)} y`, " 2")).toBe(`${"x".repeat(97)} 2`);
  expect(shorten(`${FAMILY}${FAMILY}`, 1)).toBe(`${FAMILY}…`);
  expect(shorten("e\u0301e\u0301", 2)).toBe("e\u0301e\u0301");
  expect(shorten(`a${"\u0301".repeat(1_000_000)}`, 5)).toBe(`a${"\u0301".repeat(15)}…`);
  expect(hasAtMostCodePoints(ROCKET.repeat(3), 3)).toBe(true);
  expect(hasAtMostCodePoints(ROCKET.repeat(4), 3)).toBe(false);
});

test("cuts a path between encoded characters", () => {
  const path = `/v3/${encodeURIComponent("é🚀")}/x`;
  for (const at of path.split("").keys()) {
    expect(path.startsWith(truncatePath(path, at))).toBe(true);
    expect(() => decodeURIComponent(truncatePath(path, at))).not.toThrow();
  }
  expect(truncatePath(path, path.length)).toBe(path);
  expect(truncatePath(path, path.length - 1)).toBe(path.slice(0, -1));
});

test("an optional name may be blank, but not invisible", () => {
  expect(optionalDisplayName.parse(undefined)).toBeUndefined();
  expect(optionalDisplayName.parse(" \u00a0")).toBeUndefined();
  expect(optionalDisplayName.parse(" a\u200b ")).toBe("a");
  expect(optionalDisplayName.safeParse("\u200b").success).toBe(false);
});

test("repairs any stored name", () => {
  expect(repairName("\u200b")).toBe("Unnamed");
  expect(repairName("\u0301\ue000")).toBe("Unnamed");
  expect(repairName("a\u0007\ue000b")).toBe("ab");
  expect(repairName(`e${"\u0316".repeat(99)}`)).toBe(`e${"\u0316".repeat(15)}`);
});

/** Characters whose neighbors matter, and others. */
const arbitraryName = fc.string({
  maxLength: 60,
  unit: fc.oneof(
    fc.constantFrom(
      ..."a1 Cé\u0301\u0316\u200b\u200c\u200d\ufe0f\ufe0e\u20e3\u180b\u180e\u00a0\u202e\u034f\u3164یدمه\u0651ক্রक़न\u1820\u3099",
    ),
    fc.constantFrom(
      ROCKET,
      "❤",
      "🏳",
      "🌈",
      "👩",
      "🏽",
      "☝",
      "🏴",
      "\u{e0067}",
      "\u{e007f}",
      "𓂋",
      "\u{13430}",
    ),
    fc.string({ unit: "binary", maxLength: 2 }),
  ),
});

test("normalizing twice changes nothing, and every result and every cut is within the limits", () => {
  fc.assert(
    fc.property(arbitraryName, (typed) => {
      const parsed = displayName.safeParse(typed);
      if (parsed.success) expect(displayName.parse(parsed.data)).toBe(parsed.data);
      const repaired = repairName(typed);
      expect(displayName.parse(repaired)).toBe(repaired);
      if (parsed.success) expect(repaired).toBe(parsed.data);
      const cut = truncate(typed, { characters: 9, codePoints: 36 });
      expect(exceededLimit(cut, { characters: 9, codePoints: 36 })).toBeUndefined();
      expect(exceededLimit(displayName.parse(withEnding(repaired, " (12)")), NAME_LIMITS)).toBeUndefined();
    }),
    { numRuns: Number(process.env.NUM_RUNS ?? 200) },
  );
});
