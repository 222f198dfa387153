import { expect, test } from "vitest";
import { z } from "zod";
import { misspelledParameter, parseSearchParams, resembledValue } from "./query-parameters";

const schema = z.object({
  project_id: z.string().optional(),
  limit: z.string().optional(),
  in_progress: z.string().optional(),
});

test.each([
  "project_id[]",
  "project_id[0]",
  "project_id[in]",
  "project_id[$in][]",
  "[project_id]",
  "project[id]",
  "project[id][]",
  "project_id]",
  "project_id[",
  "project_id%5B%5D",
  "filter[project_id]",
  "filters[project_id][in]",
  "page[project_id]",
  "projectId",
  "ProjectID",
  "PROJECT_ID",
  "Project-Id",
  "project.id",
  "project id",
  "projectid",
  "project__id",
  " project_id",
  "project_id ",
  "project_id:",
  "?project_id",
  "amp;project_id",
  "project_id\u0000",
  "project_id\u200b",
  "\ufeffproject_id",
  "ｐｒｏｊｅｃｔ_ｉｄ",
  "PROJECT_İD",
])("names project_id for %j", (name) => {
  const error = misspelledParameter(["x", name], schema);
  expect(error?.message).toMatch(/^\P{C}+ is not a parameter; use project_id\.$/u);
  expect(error?.fields).toEqual({ [name]: "is not a parameter; use project_id" });
  expect(resembledValue({ [name]: "a" }, schema, "project_id")).toBe("a");
});

test("accepts known names and names that resemble none", () => {
  const names = [
    "project_id",
    "limit",
    "ids",
    "project",
    "project_ids",
    "utm[limit]",
    "x-limit",
    "%",
    "",
    "__proto__",
  ];
  expect(misspelledParameter(names, schema)).toBeNull();
  expect(misspelledParameter(["limit[]"], schema)?.message).toBe("limit[] is not a parameter; use limit.");
});

test("hides secrets in the name of a parameter, and shortens it", () => {
  const message = misspelledParameter([`limit[asl_${"a".repeat(40)}${"b".repeat(100)}]`], schema)?.message;
  expect(message).toBe("limit[asl_[redacted]] is not a parameter; use limit.");
});

test("rejects repeated parameters of a data route, and parses the others", () => {
  const parse = (query: string) => parseSearchParams(schema, new URLSearchParams(query));
  expect(parse("limit=5&other=1&project_id=")).toEqual({ limit: "5", project_id: "" });
  for (const query of ["limit=5&limit=6", "limit=5&limit=5", "limit[]=5"]) {
    expect(() => parse(query), query).toThrow(/^limit/);
  }
});
