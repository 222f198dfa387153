import { expect, test } from "vitest";
import { parseRawItems, parseRawMember, parseRawMembers, stringifyMembers } from "./json-members";

test.each([
  ['{"state":{"n":12345678901234567890}}', '{"n":12345678901234567890}'],
  ['{ "a" : [1,{"state":2}], "state" : {"x":"}\\"{"} , "b":1}', '{"x":"}\\"{"}'],
  ['{"state":1,"state":{"last":true}}', '{"last":true}'],
  ['{"sta\\u0074e":{}}', "{}"],
  ['{"a":"state","b":{"state":1}}', undefined],
  ["{}", undefined],
  ['{"a":"\\\\","state":"b\\\\\\""}', '"b\\\\\\""'],
])("the raw state in %s is %s", (text, expected) => {
  expect(parseRawMember(text, "state")).toBe(expected);
});

test("writes an object back from its members unchanged", () => {
  const text = '{"a\\"b":12345678901234567890,"c":{"d":[1, 2]}}';
  expect(stringifyMembers(parseRawMembers(text))).toBe(text);
});

test.each([
  ["[]", []],
  [" [ ] ", []],
  ["[1.0, -0,1E5 ,1e400]", ["1.0", "-0", "1E5", "1e400"]],
  ['[[1,2],{"a":[",]"]}, "]\\"," ]', ["[1,2]", '{"a":[",]"]}', '"]\\","']],
])("the items of %s are %j", (text, expected) => {
  expect(parseRawItems(text)).toEqual(expected);
});
