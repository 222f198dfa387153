import { expect, test } from "vitest";
import { parseRawMember, parseRawMembers, stringifyMembers } from "./json-members";

test.each([
  ['{"state":{"n":12345678901234567890}}', '{"n":12345678901234567890}'],
  ['{ "a" : [1,{"state":2}], "state" : {"x":"}\\"{"} , "b":1}', '{"x":"}\\"{"}'],
  ['{"state":1,"state":{"last":true}}', '{"last":true}'],
  ['{"sta\\u0074e":{}}', "{}"],
  ['{"a":"state","b":{"state":1}}', undefined],
  ["{}", undefined],
])("the raw state in %s is %s", (text, expected) => {
  expect(parseRawMember(text, "state")).toBe(expected);
});

test("writes an object back from its members unchanged", () => {
  const text = '{"a\\"b":12345678901234567890,"c":{"d":[1, 2]}}';
  expect(stringifyMembers(parseRawMembers(text))).toBe(text);
});
