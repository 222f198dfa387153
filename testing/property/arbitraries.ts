import fc from "fast-check";

/** Strings that often break software. */
export const HOSTILE_STRINGS = [
  "",
  " ",
  "\u0000",
  "a\u0000b",
  "..",
  ".",
  "a/b",
  "../../etc/passwd",
  "a\\b",
  "' or 1=1 --",
  '"; drop table conversations; --',
  "$1",
  "%s",
  "__proto__",
  "constructor",
  "toString",
  "hasOwnProperty",
  "null",
  "undefined",
  "NaN",
  "żółw 🐢",
  "\u202e\u200b",
  "\ufffd",
  "\ufeff",
  "\r\nX-Injected: yes",
  "{account_id}",
  ":account",
  "*",
  "a".repeat(300),
  "🐢".repeat(200),
  // Characters outside the basic multilingual plane: a cut at an odd index leaves half of a surrogate pair.
  `a${"\u{10400}".repeat(150)}`,
];

/** Raw parts of a URL: percent-encodings that are invalid, or that decode to part of a character or to a separator. */
const RAW_URL_PARTS = [
  "%",
  "%zz",
  "%ff",
  "%c3%28",
  "%00",
  "x%00y",
  "%ed%a0%80",
  "%2F",
  "%2f..%2f",
  "%2e%2e",
  "%5c",
  "%25",
  "%2500",
  "%0d%0aX-Injected:%20yes",
  "a;b=c",
  "a#b",
  "\u00e9\u00ff",
  "a|b<c>`^{}",
  "+",
  "a".repeat(4000),
];

/** Arbitrary text, usually hostile. */
export const arbitraryText = fc.oneof(
  // Characters that PostgreSQL cannot store or that UTF-8 cannot encode.
  { weight: 1, arbitrary: fc.constantFrom("\u0000", "a\u0000b", "\ud800", "b\udc00b") },
  { weight: 3, arbitrary: fc.constantFrom(...HOSTILE_STRINGS) },
  { weight: 1, arbitrary: fc.string({ unit: "binary", maxLength: 30 }) },
  { weight: 1, arbitrary: fc.string({ unit: "grapheme", maxLength: 30 }) },
);

/** Percent-encodes text. Lone surrogates have no UTF-8 encoding, so this uses the bytes that some programs produce. */
export const percentEncode = (text: string): string => {
  try {
    return encodeURIComponent(text);
  } catch {
    return "%ed%b0%80";
  }
};

/** A raw part of a URL. node:http rejects spaces, control characters and characters outside Latin-1. */
export const arbitraryUrlPart = fc.oneof(fc.constantFrom(...RAW_URL_PARTS), arbitraryText.map(percentEncode));

const EDGE_NUMBERS = [
  0,
  -0,
  -1,
  1,
  1.5,
  100_000,
  100_001,
  2 ** 31 - 1,
  2 ** 31,
  2 ** 53,
  1e21,
  -1e308,
  5e-324,
];

/** Any JSON value, with hostile keys and strings. */
const arbitraryJson: fc.Arbitrary<unknown> = fc.oneof(
  { weight: 3, arbitrary: arbitraryText },
  {
    weight: 2,
    arbitrary: fc.constantFrom<unknown>(...EDGE_NUMBERS, true, false, null, [], {}, [[]], [null]),
  },
  { weight: 1, arbitrary: fc.jsonValue({ maxDepth: 4, stringUnit: "binary" }) },
  { weight: 1, arbitrary: fc.array(arbitraryText, { maxLength: 4 }) },
  {
    weight: 1,
    arbitrary: fc.constantFrom<unknown>(
      nestedValue(99),
      nestedValue(100),
      nestedValue(101),
      nestedValue(3000),
    ),
  },
  { weight: 1, arbitrary: fc.constantFrom<unknown>("x".repeat(100_000), "x".repeat(100_001)) },
);

function nestedValue(levels: number): unknown {
  let value: unknown = "deep";
  for (let level = 0; level < levels; level++) value = level % 2 ? [value] : { in: value };
  return value;
}

/**
 * The JSON text of a mutated object: members are omitted, changed, added or duplicated, and sometimes the text is something that
 * JSON.stringify would never produce.
 */
export function mutatedJson(valid: Record<string, unknown>): fc.Arbitrary<string> {
  type Member = [string, unknown][];
  const kept = (name: string, value: unknown) => fc.constant<Member>([[name, value]]);
  const changed = (name: string, value: unknown): fc.Arbitrary<Member> =>
    fc.oneof(
      { weight: 1, arbitrary: fc.constant<Member>([]) },
      // Replacing a string with a string passes the type checks and reaches deeper code.
      {
        weight: typeof value === "string" ? 4 : 0,
        arbitrary: arbitraryText.map((other): Member => [[name, other]]),
      },
      { weight: 2, arbitrary: arbitraryJson.map((other): Member => [[name, other]]) },
      {
        weight: 1,
        arbitrary: arbitraryJson.map(
          (other): Member => [
            [name, other],
            [name, value],
          ],
        ),
      },
    );
  const entries = Object.entries(valid);
  // Usually mutate one member, because the first invalid member hides the others.
  const members = fc
    .oneof(
      { weight: 2, arbitrary: fc.constant<string[]>([]) },
      { weight: 5, arbitrary: fc.constantFrom(...entries.map(([name]) => [name]), []) },
      { weight: 1, arbitrary: fc.subarray(entries.map(([name]) => name)) },
    )
    .chain((odd) =>
      fc.tuple(...entries.map(([name, value]) => (odd.includes(name) ? changed : kept)(name, value))),
    );
  const more = fc.oneof(
    { weight: 8, arbitrary: fc.constant<Member>([]) },
    { weight: 1, arbitrary: fc.array(fc.tuple(arbitraryText, arbitraryJson), { maxLength: 3 }) },
  );
  const stringify = (entries: [string, unknown][]) =>
    `{${entries.map(([name, value]) => `${JSON.stringify(name)}:${JSON.stringify(value)}`).join(",")}}`;
  return fc
    .tuple(members, more, fc.constantFrom(...JSON_MUTATIONS))
    .map(([kept, added, mutate]) => mutate(stringify([...kept.flat(), ...added])));
}

const identity = (text: string) => text;
const JSON_MUTATIONS: ((text: string) => string)[] = [
  ...Array.from({ length: 12 }, () => identity),
  (text) => text.replace(/":[^,{}[\]]+/, '":1e400'),
  (text) => text.replace(/":[^,{}[\]]+/, '":-0'),
  (text) => text.replace(/":[^,{}[\]]+/, '":123456789012345678901234567890'),
  (text) => text.replace(/":[^,{}[\]]+/, '":"\\ud800"'),
  (text) => text.replace(/":[^,{}[\]]+/, '":"\\u0000"'),
  (text) => text.replace("{", '{"__proto__":{"limit":1},"\\u0000":1,"\\ud800":2,'),
  (text) => text.replace("{", "{,"),
  (text) => `\ufeff${text}`,
  (text) => ` \n\t${text}\r\n`,
  (text) => text.slice(0, -1),
  (text) => `[${text}]`,
];

/** Bodies that are not valid JSON objects. */
export const MALFORMED_BODIES: Buffer[] = [
  "",
  " ",
  "null",
  "[]",
  '"text"',
  "{",
  "[".repeat(200_000),
  `${'{"a":'.repeat(50_000)}1${"}".repeat(50_000)}`,
  `${"<a>".repeat(50_000)}${"</a>".repeat(50_000)}`,
  '<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;&a;">]><x>&b;</x>',
  "<__proto__><x>1</x></__proto__>",
  `<a${" ".repeat(300_000)}></a>`,
  `<a${" b='".repeat(100_000)}></a>`,
  "<a>",
  "&&&;;;===\n\n=x",
  "__proto__=1&constructor=2",
  `${"a=b&".repeat(100_000)}`,
  "%=%zz&%00=%ff",
].map((text) => Buffer.from(text));
MALFORMED_BODIES.push(Buffer.from([0xff, 0xfe, 0x00]), Buffer.from([0x7b, 0x22, 0xc3, 0x22, 0x7d]));

const MIB = 1024 * 1024;

/** Sometimes pads a body with spaces, which JSON and XML ignore, to around the maximum size or twice that. */
export const withBoundarySizes = (body: fc.Arbitrary<Buffer>): fc.Arbitrary<Buffer> =>
  fc
    .tuple(
      body,
      fc.oneof(
        { weight: 8, arbitrary: fc.constant(0) },
        { weight: 1, arbitrary: fc.constantFrom(MIB - 1, MIB, MIB + 1, 2 * MIB) },
      ),
    )
    .map(([text, size]) =>
      text.byteLength < size ? Buffer.concat([text, Buffer.alloc(size - text.byteLength, " ")]) : text,
    );

/** Mostly the usual value, so that requests reach deep code; once in `weight + 1` times the odd value. */
export const mostly = <T>(usual: fc.Arbitrary<T>, odd: fc.Arbitrary<T>, weight = 8): fc.Arbitrary<T> =>
  fc.oneof({ weight, arbitrary: usual }, { weight: 1, arbitrary: odd });
