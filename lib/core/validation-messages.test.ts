import { describe, expect, test } from "vitest";
import { z } from "zod";
import * as agents from "@/lib/features/agents/contract";
import * as apiKeys from "@/lib/features/api-keys/contract";
import * as audit from "@/lib/features/audit/contract";
import * as auth from "@/lib/features/auth/contract";
import * as conversations from "@/lib/features/conversations/contract";
import * as externalEvents from "@/lib/features/external-events/contract";
import * as handoffs from "@/lib/features/handoffs/contract";
import * as members from "@/lib/features/members/contract";
import * as runtime from "@/lib/features/runtime/contract";
import * as usage from "@/lib/features/usage/contract";
import * as workspaces from "@/lib/features/workspaces/contract";
import { AppError } from "./errors";
import { parseInput } from "./parse-input";
import { fieldPath, requirementMessage } from "./validation-messages";

const CONTRACTS = {
  agents,
  apiKeys,
  audit,
  auth,
  conversations,
  externalEvents,
  handoffs,
  members,
  runtime,
  usage,
  workspaces,
};

/** Every schema of outside input, by name. */
const schemas = Object.entries(CONTRACTS).flatMap(([feature, contract]) =>
  Object.entries(contract).flatMap(([name, schema]) =>
    schema instanceof z.ZodType && !/Response/.test(name) ? [[`${feature}.${name}`, schema] as const] : [],
  ),
);

const WRONG = [
  undefined,
  null,
  true,
  -1,
  0.5,
  1e12,
  Number.NaN,
  "",
  "x",
  "x".repeat(200_000),
  "\u0000",
  [],
  [7],
  [["x"]],
  ["x", "y"],
  {},
  { x: 7 },
  { x: [7] },
  { "": "x" },
  { ["k".repeat(300)]: "x" },
  { scope: "x" },
  { scope: "some" },
  { scope: "some", ids: [7] },
  { mode: "x" },
  { mode: "chosen", names: [""] },
  [{ user_input: 7 }],
  [{ entities: [{ a: 7 }] }],
]; // prettier-ignore

/** Words of zod's default messages, in any version. */
const RAW = /invalid|expected|received|too (small|big)|unrecognized|>=|<=|"\w+"\|/i;

test.each(schemas)("%s has no default message of zod", (_, schema) => {
  const fields = schema instanceof z.ZodObject ? Object.keys(schema.shape) : [];
  const inputs = [...WRONG, ...fields.flatMap((field) => WRONG.map((value) => ({ [field]: value })))];
  for (const input of inputs) {
    try {
      parseInput(schema, input);
    } catch (error) {
      if (!(error instanceof AppError)) throw error;
      for (const message of [error.message, ...Object.values(error.fields)]) {
        expect(message).not.toMatch(RAW);
        expect(message, "a sentence").toMatch(/^.+[.?]$/s);
        expect(message.length).toBeLessThan(300);
      }
    }
  }
});

describe("formats a requirement in words that follow the field name", () => {
  const messages = (schema: z.ZodType, input: unknown) =>
    schema
      .safeParse(input, { error: requirementMessage })
      .error?.issues.map(({ path, message }) => `${fieldPath(path)} ${message}`);

  const cases: [z.ZodType, unknown, string][] = [
    [z.enum(["live", "pre-release", "sandbox"]), "x", " must be live, pre-release or sandbox"],
    [z.enum(["live"]), undefined, " is required"],
    [z.literal("all"), "x", " must be all"],
    [z.object({ a: z.boolean() }), { a: 1 }, "a must be true or false"],
    [z.object({ a: z.string() }), {}, "a is required"],
    [z.string().min(1), "", " must not be empty"],
    [z.string().min(2), "x", " must have at least 2 characters"],
    [z.array(z.string()).max(1), ["a", "b"], " must have at most 1 item"],
    [z.number().max(5), 6, " must be at most 5"],
    [z.number().positive(), 0, " must be more than 0"],
    [z.int(), 1.5, " must be a whole number"],
    [z.strictObject({ a: z.string() }), { a: "", b: 1, c: 2 }, " must not have the fields b, c"],
    [z.union([z.string(), z.array(z.string())]), 7, " must be text or a list"],
    [z.union([z.string(), z.array(z.string())]), ["a", 7], " at 1 must be text"],
    [z.union([z.literal(""), z.enum(["a", "b"])]), "x", " must be a or b"],
    [
      z.discriminatedUnion("k", [z.object({ k: z.literal("a") }), z.object({ k: z.literal("b") })]),
      { k: "x" },
      "k must be a or b",
    ],
    [
      z.record(z.string().max(2), z.string()),
      { abc: "x" },
      "abc has a name that must have at most 2 characters",
    ],
    [z.iso.date(), "x", " must be an ISO 8601 date, such as 2026-09-01"],
    [z.string().regex(/^a$/), "x", " does not have the required format"],
    [z.string().refine(() => false), "x", " is not valid"],
  ];
  for (const [schema, input, expected] of cases) {
    test(`a value that${expected}`, () => {
      expect(messages(schema, input)).toEqual([expected]);
    });
  }

  test("shortens a long name from a client and redacts a secret in it", () => {
    const secret = `ask_${"a".repeat(40)}`;
    const schema = z.record(z.string(), z.string());
    expect(messages(schema, { [secret]: 7 })).toEqual(["ask_[redacted] must be text"]);
    expect(messages(schema, { ["k".repeat(1000)]: 7 })).toEqual([`${"k".repeat(60)}… must be text`]);
  });
});
