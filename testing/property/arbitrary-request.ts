import fc from "fast-check";
import type { RawRequest } from "../raw-http";
import { arbitraryUrlPart, mostly } from "./arbitraries";
import { arbitraryBody } from "./arbitrary-body";
import { arbitraryCredentials, arbitraryHeader, type CredentialHeaders } from "./arbitrary-header";
import {
  apiOperations,
  arbitraryPathParameter,
  arbitraryQueryString,
  type FuzzTarget,
} from "./arbitrary-url";

const METHODS = "GET HEAD POST PUT PATCH DELETE OPTIONS TRACE PROPFIND PURGE REPORT SEARCH".split(" ");
const NO_HEADERS: [string, string][] = [];

/** A request, and the groups of canaries that its response may contain. */
export type FuzzRequest = RawRequest & CredentialHeaders;

/** A request to a documented operation with an arbitrary method, path, headers, parameters and body. */
export function arbitraryRequest(aim: FuzzTarget): fc.Arbitrary<FuzzRequest> {
  return fc.constantFrom(...apiOperations(aim)).chain((operation) => {
    const { template, method, types } = operation;
    const parts = template
      .split(/(\{[^}]+\})/)
      .map((part) =>
        part.startsWith("{") ? arbitraryPathParameter(aim, part.slice(1, -1)) : fc.constant(part),
      );
    const path = mostly(
      fc.tuple(...parts).map((filled) => filled.join("")),
      fc.tuple(fc.constant(template), arbitraryUrlPart).map(([path, odd]) => `${path}/${odd}`),
      12,
    );
    const type = mostly(
      fc.constantFrom(...(types.length ? types : ["application/json"])),
      fc.oneof(
        fc.constantFrom("", "text/html", "application/json; charset=utf-16", 'text/plain; charset="utf-8"'),
        fc.constantFrom("a/b/c;;;=", "multipart/form-data", "application/x-ndjson", "\u00e9", "__proto__"),
      ),
    );
    const withBody = types.length
      ? mostly(arbitraryBody(aim, operation), fc.constant(undefined), 20)
      : mostly(fc.constant(undefined), arbitraryBody(aim, operation), 20);
    return fc
      .record({
        path,
        query: arbitraryQueryString(aim, operation),
        method: mostly(fc.constant(method), fc.constantFrom(...METHODS), 15),
        credentials: arbitraryCredentials(aim),
        more: mostly(fc.constant(NO_HEADERS), fc.array(arbitraryHeader, { maxLength: 3 }), 2),
        type,
        body: withBody,
      })
      .map(({ path, query, method, credentials, more, type, body }) => ({
        ...credentials,
        method,
        // node:http does not send other characters; the raw requests below contain some.
        target: `${path}${query}`.replace(/[^\x21-\xff]/g, "?"),
        headers: [
          ...credentials.headers,
          ...(body ? [["content-type", type] as [string, string]] : []),
          ...more,
        ],
        body,
      }));
  });
}

const TARGETS = [
  "/v3/conversations",
  "//",
  "*",
  "http://evil.example/v3/conversations",
  "\\",
  "/%",
  "x",
  "/\u00e9",
];

const LINES = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom("GET", "get", "CONNECT", "BREW", "TRACE", "", "G ET", "\u0000") },
  { weight: 1, arbitrary: fc.string({ maxLength: 5 }) },
);
const FIELDS = fc.constantFrom(
  ...[
    "",
    "Host: a\r\nHost: b",
    "Host : a",
    ": a",
    "a",
    "Host: a\u0000b",
    " folded: x",
    "Host: x\r\n\tfolded",
  ],
  ...["Content-Length: -1", "Content-Length: 1e3", "Content-Length: 1\r\nContent-Length: 2", "a\u0001b: c"],
  ...[
    "Content-Length: 3\r\nTransfer-Encoding: chunked",
    "Transfer-Encoding: gzip",
    `x: ${"y".repeat(20_000)}`,
  ],
  ...["Host: h\r\nTransfer-Encoding: chunked\r\n\r\nzz", "Upgrade: h2c\r\nConnection: Upgrade", "Expect: x"],
);
const VERSIONS = fc.constantFrom("HTTP/1.1", "HTTP/1.0", "HTTP/2.0", "HTTP/9.9", "HTTP/", "", "ICE/1.0");

/** The bytes of a malformed request. */
export const arbitraryRawRequest: fc.Arbitrary<string> = fc
  .tuple(LINES, fc.constantFrom(...TARGETS), VERSIONS, FIELDS)
  .map(
    ([method, target, version, field]) =>
      `${method} ${target} ${version}\r\nConnection: close\r\n${field}\r\n\r\n`,
  );
