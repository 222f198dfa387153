// Server action arguments come in React's reply format: JSON in which a string that starts with $ refers to another part
// of the form, to a function of the server, or to a value that JSON lacks. No browser sends the bodies below.

const NESTING_DEPTH = 100_000;

/** A multipart form with the boundary `b`. */
const multipartBody = (...parts: [name: string, value: string][]) =>
  `${parts.map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join("")}--b--\r\n`;

type MalformedBody = [what: string, body: string | Buffer];

/**
 * Malformed text bodies for an action that takes a workspace and an input.
 * @param input a valid input
 */
export function malformedTextBodies(workspace: string, input: Record<string, unknown>): MalformedBody[] {
  const valid = JSON.stringify({ ...input, name: "Never" });
  const asInput = (text: string) => `[${JSON.stringify(workspace)},${text}]`;
  return [
    ["an empty body", ""],
    ["a truncated body", asInput(valid).slice(0, -5)],
    ["no array", valid],
    ["null", "null"],
    ["broken UTF-8", Buffer.from([0x5b, 0x22, 0xc3, 0x28, 0x5d])],
    ["arrays 100,000 levels deep", asInput("[".repeat(NESTING_DEPTH) + "]".repeat(NESTING_DEPTH))],
    ["objects 100,000 levels deep", asInput(`${'{"a":'.repeat(NESTING_DEPTH)}1${"}".repeat(NESTING_DEPTH)}`)],
    ["objects 1,000 levels deep", asInput(`${'{"name":'.repeat(1000)}1${"}".repeat(1000)}`)],
    ["__proto__ in the input", asInput(`{"__proto__":${valid}}`)],
    ["constructor.prototype in the input", asInput(`{"constructor":{"prototype":${valid}}}`)],
    ["a name with a NUL", asInput(JSON.stringify({ ...input, name: "Ne\u0000ver" }))],
    [
      "an agent with a NUL",
      asInput(JSON.stringify({ ...input, agents: { scope: "some", ids: ["a\u0000"] } })),
    ],
    ["a number of 1,000,000 digits", asInput(`"$n${"9".repeat(1_000_000)}"`)],
    ["100,000 arguments", JSON.stringify(Array(NESTING_DEPTH).fill(1))],
    ["a body of more than 1 MiB", asInput(`"${"x".repeat(1_048_577)}"`)],
    ["a reference to itself", '"$@0"'],
    ["a promise of itself", asInput('"$@0"')],
    ["a path to the Function constructor", asInput('"$0:__proto__:constructor:constructor"')],
    ...[
      "$1",
      "$F1",
      "$h1",
      "$B1",
      "$Q1",
      "$R1",
      "$r1",
      "$X1",
      "$@1",
      "$K1",
      "$T",
      "$T1",
      "$Dnever",
      "$NaN",
    ].map((reference): MalformedBody => [reference, asInput(`"${reference}"`)]),
    ...[5, null, {}, [workspace], { toString: "x" }, `${workspace}\u0000`, "$T", "x".repeat(100_000)].map(
      (one): MalformedBody => [
        `the workspace ${JSON.stringify(one).slice(0, 40)}`,
        JSON.stringify([one, JSON.parse(valid)]),
      ],
    ),
  ];
}

/**
 * Malformed multipart bodies, with the boundary `b`, for the same action.
 * @param id the ID of an existing action
 */
export function malformedFormBodies(workspace: string, id: string): MalformedBody[] {
  const called = (reference: string) => JSON.stringify([workspace, reference]);
  const many = Array.from({ length: 10_000 }, (_, n): [string, string] => [`1_${n}`, "x"]);
  const model = {
    status: "resolved_model",
    reason: -1,
    value: '{"then":"$B0"}',
    // biome-ignore lint/suspicious/noThenProperty: a parser that treats it as a promise would run the function.
    then: "$1:__proto__:then",
    _response: { _prefix: "throw 1;", _formData: { get: "$1:constructor:constructor" } },
  };
  return [
    ["a body that is no form", "no form"],
    ["a truncated form", multipartBody(["0", called("$1")]).slice(0, -9)],
    ["a form without arguments", multipartBody(["1", "{}"])],
    ["a file for arguments", multipartBody(["0", "[]"]).replace('name="0"', 'name="0"; filename="a"')],
    ["10,000 fields", multipartBody(["0", called("$K1")], ...many)],
    [
      "10,000 fields, referenced 1,000 times",
      multipartBody(["0", JSON.stringify([workspace, Array(1000).fill("$K1")])], ...many),
    ],
    ["a form of more than 1 MiB", multipartBody(["0", called("x".repeat(1_048_577))])],
    ["two parts that refer to each other", multipartBody(["0", called("$1")], ["1", '"$2"'], ["2", '"$1"'])],
    ["promises of each other", multipartBody(["0", called("$@1")], ["1", '"$@2"'], ["2", '"$@1"'])],
    [
      "a path to the Function constructor through a part",
      multipartBody(["0", called("$1:__proto__:constructor")], ["1", "{}"]),
    ],
    ["a forged React promise", multipartBody(["0", JSON.stringify(model)], ["1", '"$@0"'])],
    [
      "an action as the input",
      multipartBody(["0", called("$h1")], ["1", JSON.stringify({ id, bound: null })]),
    ],
    ...["nothing#exec", "__proto__", "child_process#execSync", "fs"].map(
      (name): MalformedBody => [
        `a function ${name}`,
        multipartBody(["0", called("$h1")], ["1", JSON.stringify({ id: name, bound: null })]),
      ],
    ),
  ];
}
