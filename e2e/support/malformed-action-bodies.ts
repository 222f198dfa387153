// What an action's arguments come as is React's reply format: JSON whose strings may begin with $ and then refer to other
// parts of the form, to functions of the server, or to things that JSON has not. These are such as no browser makes.

const NESTING_DEPTH = 100_000;

/** A form's parts between boundaries `b`. */
const multipartBody = (...parts: [name: string, value: string][]) =>
  `${parts.map(([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`).join("")}--b--\r\n`;

type MalformedBody = [what: string, body: string | Buffer];

/**
 * Bodies of plain text for an action that takes a workspace and an input.
 * @param input a good one
 */
export function malformedTextBodies(workspace: string, input: Record<string, unknown>): MalformedBody[] {
  const good = JSON.stringify({ ...input, name: "Never" });
  const asInput = (text: string) => `[${JSON.stringify(workspace)},${text}]`;
  return [
    ["nothing", ""],
    ["half of it", asInput(good).slice(0, -5)],
    ["no list", good],
    ["null", "null"],
    ["broken UTF-8", Buffer.from([0x5b, 0x22, 0xc3, 0x28, 0x5d])],
    ["lists that are 100,000 deep", asInput("[".repeat(NESTING_DEPTH) + "]".repeat(NESTING_DEPTH))],
    [
      "objects that are 100,000 deep",
      asInput(`${'{"a":'.repeat(NESTING_DEPTH)}1${"}".repeat(NESTING_DEPTH)}`),
    ],
    ["objects that are 1,000 deep", asInput(`${'{"name":'.repeat(1000)}1${"}".repeat(1000)}`)],
    ["a prototype", asInput(`{"__proto__":${good}}`)],
    ["the prototype of all", asInput(`{"constructor":{"prototype":${good}}}`)],
    ["a name with a NUL", asInput(JSON.stringify({ ...input, name: "Ne\u0000ver" }))],
    [
      "an agent with a NUL",
      asInput(JSON.stringify({ ...input, agents: { scope: "some", ids: ["a\u0000"] } })),
    ],
    ["a number of 1,000,000 digits", asInput(`"$n${"9".repeat(1_000_000)}"`)],
    ["100,000 arguments", JSON.stringify(Array(NESTING_DEPTH).fill(1))],
    ["more than a mebibyte", asInput(`"${"x".repeat(1_048_577)}"`)],
    ["itself", '"$@0"'],
    ["a promise of itself", asInput('"$@0"')],
    ["a way up the prototypes", asInput('"$0:__proto__:constructor:constructor"')],
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
        JSON.stringify([one, JSON.parse(good)]),
      ],
    ),
  ];
}

/**
 * Bodies of a form with the boundary `b`, for the same.
 * @param id an action that there is
 */
export function malformedFormBodies(workspace: string, id: string): MalformedBody[] {
  const called = (reference: string) => JSON.stringify([workspace, reference]);
  const many = Array.from({ length: 10_000 }, (_, n): [string, string] => [`1_${n}`, "x"]);
  const model = {
    status: "resolved_model",
    reason: -1,
    value: '{"then":"$B0"}',
    // biome-ignore lint/suspicious/noThenProperty: a reader that takes it for a promise would run the function.
    then: "$1:__proto__:then",
    _response: { _prefix: "throw 1;", _formData: { get: "$1:constructor:constructor" } },
  };
  return [
    ["no form", "no form"],
    ["a form that breaks off", multipartBody(["0", called("$1")]).slice(0, -9)],
    ["a form without arguments", multipartBody(["1", "{}"])],
    ["a file for arguments", multipartBody(["0", "[]"]).replace('name="0"', 'name="0"; filename="a"')],
    ["10,000 fields", multipartBody(["0", called("$K1")], ...many)],
    [
      "10,000 fields, often",
      multipartBody(["0", JSON.stringify([workspace, Array(1000).fill("$K1")])], ...many),
    ],
    ["more than a mebibyte, as a form", multipartBody(["0", called("x".repeat(1_048_577))])],
    ["two that are each other", multipartBody(["0", called("$1")], ["1", '"$2"'], ["2", '"$1"'])],
    ["promises of each other", multipartBody(["0", called("$@1")], ["1", '"$@2"'], ["2", '"$@1"'])],
    [
      "a way up the prototypes, by a part",
      multipartBody(["0", called("$1:__proto__:constructor")], ["1", "{}"]),
    ],
    ["what passes for a promise of React's own", multipartBody(["0", JSON.stringify(model)], ["1", '"$@0"'])],
    [
      "an action for an input",
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
