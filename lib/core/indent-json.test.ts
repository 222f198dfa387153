import { expect, test } from "vitest";
import { indentJson } from "./indent-json";

test.each([
  "{}",
  "[ ]",
  ' "a\\"b" ',
  '{"a":[1,[],{ },{"b":"{,:[ \\\\"}],"c":null}',
  '[[true,false],{"x":{"y":[-1.5,"\\u0000"]}}]',
])("indents %s like JSON.stringify", (text) => {
  expect(indentJson(text)).toBe(JSON.stringify(JSON.parse(text), null, 2));
});

test("keeps numbers as written", () => {
  expect(indentJson('{"n":[12345678901234567890,1.0,-0,1E5]}')).toBe(
    '{\n  "n": [\n    12345678901234567890,\n    1.0,\n    -0,\n    1E5\n  ]\n}',
  );
});
