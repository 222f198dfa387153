import fc from "fast-check";
import type { Credential } from "../two-tenants";
import { arbitraryText, mostly } from "./arbitraries";
import type { FuzzTarget } from "./arbitrary-url";

const NO_CREDENTIAL: Credential = { secret: "", reads: [] };

/** A header that a server may handle incorrectly. */
export const arbitraryHeader: fc.Arbitrary<[string, string]> = fc.oneof(
  fc
    .constantFrom("trace-1", "~", "x".repeat(128), "x".repeat(129), "a b", "", "\u00e9", "a,b", "<script>")
    .map((id): [string, string] => ["X-PolyAI-Correlation-Id", id]),
  fc.constantFrom<[string, string]>(
    ["Host", "evil host"],
    ["Host", ""],
    ["Host", "[::1"],
    ["Host", "x:99999"],
    ["Host", "\u00e9.example"],
    ["Expect", "100-continue"],
    ["Expect", "miracles"],
    ["Upgrade", "websocket"],
    ["Connection", "Upgrade"],
    ["Content-Encoding", "gzip"],
    ["Accept", "text/html"],
    ["Accept-Encoding", "br;q=x, *;q=0"],
    ["Range", "bytes=9-1"],
    ["If-None-Match", "*"],
    ["X-HTTP-Method-Override", "DELETE"],
    ["X-Forwarded-For", "a,,b"],
    ["x-studio-client-address", "nowhere"],
    ["Cookie", "a=b; __proto__=c"],
    ["Origin", "null"],
    ["Transfer-Encoding", "chunked"],
    ["eid", "x"],
    ["constructor", "x"],
    ["__proto__", "x"],
  ),
  // node:http rejects all other characters in a header.
  fc
    .tuple(fc.constantFrom("x-odd", "Accept-Language", "eid"), arbitraryText)
    .map(([name, text]): [string, string] => [name, text.replace(/[^\t\x20-\x7e\x80-\xff]/g, "?")]),
  fc.constantFrom(8_000, 17_000).map((size): [string, string] => ["x-long", "x".repeat(size)]),
);

/** Headers with credentials, and the groups of canaries that responses to them may contain. */
export interface CredentialHeaders {
  /** The groups for the key and for the runtime token. */
  key: string[];
  token: string[];
  headers: [string, string][];
}

/** Replaces one character of a secret. */
const replaceCharacter = (secret: string, at: number): string =>
  `${secret.slice(0, at)}${secret[at] === "0" ? "1" : "0"}${secret.slice(at + 1)}`;

/** Credentials of a request: valid, foreign, deleted, expired, malformed, duplicated or missing. */
export function arbitraryCredentials({ own, foreign }: FuzzTarget): fc.Arbitrary<CredentialHeaders> {
  const { good, narrow, handoff, deleted, expired } = own.keys;
  const oneKey = (credential: Credential) => ({ ...credential, values: [credential.secret] });
  const key = fc.oneof(
    { weight: 6, arbitrary: fc.constant(oneKey(good)) },
    {
      weight: 3,
      arbitrary: fc.constantFrom(...[narrow, foreign.keys.good, foreign.keys.narrow].map(oneKey)),
    },
    { weight: 1, arbitrary: fc.constantFrom(...[handoff, deleted, expired].map(oneKey)) },
    {
      weight: 1,
      arbitrary: fc.constantFrom(
        { ...NO_CREDENTIAL, values: [] },
        { ...NO_CREDENTIAL, values: [""] },
        { ...NO_CREDENTIAL, values: [good.secret, foreign.keys.good.secret] },
        { ...NO_CREDENTIAL, values: [good.secret.slice(0, -1)] },
        { ...NO_CREDENTIAL, values: [replaceCharacter(good.secret, 20)] },
        { ...NO_CREDENTIAL, values: [own.token.secret] },
        { ...NO_CREDENTIAL, values: ["ask_\u00e9"] },
        { ...NO_CREDENTIAL, values: ["x".repeat(9000)] },
      ),
    },
  );
  const bearer = (credential: Credential) => ({ ...credential, values: [`Bearer ${credential.secret}`] });
  const token = mostly(
    fc.constant(bearer(own.token)),
    fc.constantFrom(
      bearer(foreign.token),
      { ...own.token, values: [`bearer   ${own.token.secret}`] },
      { ...NO_CREDENTIAL, values: [] },
      { ...NO_CREDENTIAL, values: ["Bearer"] },
      { ...NO_CREDENTIAL, values: [own.token.secret] },
      { ...NO_CREDENTIAL, values: [`Basic ${own.token.secret}`] },
      { ...NO_CREDENTIAL, values: [`Bearer ${good.secret}`] },
      { ...NO_CREDENTIAL, values: [`Bearer art_${"x".repeat(43)}`] },
      { ...NO_CREDENTIAL, values: [`Bearer ${own.token.secret}`, `Bearer ${foreign.token.secret}`] },
    ),
    4,
  );
  return fc.tuple(key, token).map(([key, token]) => ({
    key: key.reads,
    token: token.reads,
    headers: [
      ...key.values.map((value): [string, string] => ["x-api-key", value]),
      ...token.values.map((value): [string, string] => ["Authorization", value]),
    ],
  }));
}
