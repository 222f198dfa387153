import { expect, test } from "vitest";
import { wordsOf } from "./words";

test.each([
  ["Żurek, ŁUKASZ!", ["zurek", "lukasz"]],
  ["SW20 8AB / 12-34", ["sw20", "8ab", "12", "34"]],
  ["朝食は何時", ["朝", "食", "は", "何", "時"]],
  ["Straße Ærø naïve", ["strasse", "æro", "naive"]],
  ["ДОБРЫЙ день", ["добрыи", "день"]],
  ["  ", []],
  [`a${"\u{10428}".repeat(150)}`, [`a${"\u{10428}".repeat(99)}\ufffd`]],
])("%s is %j", (text, words) => {
  expect(wordsOf(text)).toEqual(words);
});
