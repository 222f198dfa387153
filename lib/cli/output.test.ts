import { Writable } from "node:stream";
import { expect, test } from "vitest";
import { listOutput, type Output, writeOutput } from "./output";
import { printable, printableMessage, sentence } from "./printable";
import { table, tableLines } from "./table";

/** What is written to a stream with the smallest buffer, which takes one chunk at a time. */
async function written(output: Output, options: { json?: boolean } = {}): Promise<string> {
  let text = "";
  const out = new Writable({
    highWaterMark: 1,
    write(chunk, _, done) {
      text += String(chunk);
      setImmediate(done);
    },
  });
  await writeOutput(output, options, out);
  return text;
}

async function* numberedPages(pages: number, onRead: (page: number) => void = () => {}) {
  for (let page = 0; page < pages; page++) {
    onRead(page);
    yield Array.from({ length: 1000 }, (_, n) => ({ id: page * 1000 + n, name: `Name ${n}` }));
  }
}

async function* named(name: string) {
  yield [{ id: 1, name }];
}

const numbers = (pages: AsyncIterable<{ id: number; name: string }[]>) =>
  listOutput({
    name: "rows",
    pages,
    header: ["ID", "NAME"],
    toRow: ({ id, name }) => [String(id), name],
    empty: "No rows.",
  });

test("formats 200,000 rows, at once and while they are read", async () => {
  const rows = Array.from({ length: 200_000 }, (_, n) => [String(n), "x"]);
  const lines = table([["N", "VALUE"], ...rows]).split("\n");
  expect([lines.length, lines[0], lines.at(-1)]).toEqual([200_001, "N       VALUE", "199999  x"]);
  const text = await written(numbers(numberedPages(200)));
  expect(text.split("\n")).toHaveLength(200_002);
  expect(text).toMatch(/^ID +NAME\n0 +Name 0\n/);
  const { rows: parsed } = JSON.parse(await written(numbers(numberedPages(200)), { json: true }));
  expect([parsed.length, parsed.at(-1)]).toEqual([200_000, { id: 199_999, name: "Name 999" }]);
});

test("writes an empty list as a sentence or as JSON", async () => {
  expect(await written(numbers(numberedPages(0)))).toBe("No rows.\n");
  expect(await written(numbers(numberedPages(0)), { json: true })).toBe('{"rows":[]}\n');
});

test("reads no more pages than its reader takes, and ends quietly when it closes the stream", async () => {
  const read: number[] = [];
  for (const code of ["EPIPE", "EOF"]) {
    const closed = new Writable({ write: (_, __, done) => done(Object.assign(new Error(), { code })) });
    closed.on("error", () => {});
    await writeOutput(numbers(numberedPages(1000, (page) => read.push(page))), {}, closed);
  }
  expect(read.length).toBeLessThan(20);
  const full = new Writable({
    write: (_, __, done) => done(Object.assign(new Error("no space"), { code: "ENOSPC" })),
  });
  full.on("error", () => {});
  await expect(writeOutput({ json: 1, text: "1" }, {}, full)).rejects.toThrow("no space");
});

test("isolates text that changes the direction of its row", () => {
  expect(printable("Front desk")).toBe("Front desk");
  for (const name of ["abc\u202edef", "קבלה", "استقبال", "a\u200fb", "\u061c", "ߒߞߏ", "𞤀𞤣", "a\u2067b\u2069"])
    expect(printable(name)).toBe(`\u2068${name}\u2069`);
  // A name cannot close or extend the isolate around it.
  expect(printable("a\u2069\u202eb")).toBe("\u2068a\u202eb\u2069");
  expect(printable("a\u2066\u2067b")).toBe("\u2068a\u2066\u2067b\u2069\u2069\u2069");
  expect(table([["NAME"], ["קבלה"]])).toBe("NAME\n\u2068קבלה\u2069");
  expect(sentence`Deleted key ${"אב"} (${"key_1"}).`).toBe("Deleted key \u2068אב\u2069 (key_1).");
  expect(printableMessage("No agent קבלה 1 ראשית here: a\u202eb.")).toBe(
    "No agent \u2068קבלה 1 ראשית\u2069 here: a\u2068\u202e\u2069b.",
  );
});

test("never writes terminal escape sequences of stored text", async () => {
  const name = "\x1b[2J\x1b]8;;http://evil\x07\x9b31m\r\n\t\u2028\x7f";
  const shown = String.raw`\u001b[2J\u001b]8;;http://evil\u0007\u009b31m\u000d\u000a\u0009\u2028\u007f`;
  expect(printable(name)).toBe(shown);
  expect(table([["NAME"], [name]])).toBe(`NAME\n${shown}`);
  // Also where a value was not marked as one.
  expect(await written({ json: null, text: "a\x1b[31mb\x9bc\nd" })).toBe("a\\u001b[31mb\\u009bc\nd\n");
  expect(printableMessage("bad \x1b[31m\nline")).toBe("bad \\u001b[31m\nline");
  // JSON is exact, and its text has no controls either.
  for (const output of [{ json: { name }, text: "" }, numbers(named(name))]) {
    const json = await written(output, { json: true });
    expect(json.trimEnd()).not.toMatch(/\p{Cc}/u);
    expect(JSON.stringify(JSON.parse(json))).toContain(JSON.stringify(name));
  }
});

test("aligns columns by the width of characters on a terminal", async () => {
  const names = ["東京", "👩‍👩‍👧", "é", "e\u0301", "한글", "🇬🇧", "Ａ", "\u2068א\u2069", ""];
  const lines = table([["NAME", "X"], ...names.map((name) => [name, "x"])]).split("\n");
  expect(lines).toEqual([
    "NAME  X",
    "東京  x",
    "👩‍👩‍👧    x",
    "é     x",
    "e\u0301     x",
    "한글  x",
    "🇬🇧    x",
    "Ａ    x",
    "\u2068\u2068א\u2069\u2069     x",
    "      x",
  ]);
  const streamed: string[] = [];
  for await (const line of tableLines(["NAME", "X"], [names.map((name) => [name, "x"])], ""))
    streamed.push(line);
  expect(streamed).toEqual(lines);
  // One very long cell moves its own row only.
  const long = table([
    ["A", "B"],
    ["x".repeat(5000), "1"],
    ["y", "2"],
  ]).split("\n");
  expect(long.map((line) => line.length)).toEqual([203, 5003, 203]);
});
