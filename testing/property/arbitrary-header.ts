import fc from "fast-check";
import type { Credential } from "../two-tenants";
import { arbitraryText, mostly } from "./arbitraries";
import type { FuzzTarget } from "./arbitrary-url";

const NO_CREDENTIAL: Credential = { secret: "", reads: [] };

/** A header that a server may stumble over. */
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
  // node:http sends no header that holds anything else.
  fc
    .tuple(fc.constantFrom("x-odd", "Accept-Language", "eid"), arbitraryText)
    .map(([name, text]): [string, string] => [name, text.replace(/[^\t\x20-\x7e\x80-\xff]/g, "?")]),
  fc.constantFrom(8_000, 17_000).map((size): [string, string] => ["x-long", "x".repeat(size)]),
);

/** Headers that say who asks, and what those who say so may be told. */
export interface CredentialHeaders {
  /** By the key, and by the runtime token. */
  key: string[];
  token: string[];
  headers: [string, string][];
}

/** A secret with another character at one place. */
const replaceCharacter = (secret: string, at: number): string =>
  `${secret.slice(0, at)}${secret[at] === "0" ? "1" : "0"}${secret.slice(at + 1)}`;

/** How a request says who asks. */
export function arbitraryCredentials({ own, foreign }: FuzzTarget): fc.Arbitrary<CredentialHeaders> {
  const { good, narrow, handoff, deleted, expired } = own.keys;
  const oneKey = (credential: Credential) => ({ ...credential, told: [credential.secret] });
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
        { ...NO_CREDENTIAL, told: [] },
        { ...NO_CREDENTIAL, told: [""] },
        { ...NO_CREDENTIAL, told: [good.secret, foreign.keys.good.secret] },
        { ...NO_CREDENTIAL, told: [good.secret.slice(0, -1)] },
        { ...NO_CREDENTIAL, told: [replaceCharacter(good.secret, 20)] },
        { ...NO_CREDENTIAL, told: [own.token.secret] },
        { ...NO_CREDENTIAL, told: ["ask_\u00e9"] },
        { ...NO_CREDENTIAL, told: ["x".repeat(9000)] },
      ),
    },
  );
  const bearer = (credential: Credential) => ({ ...credential, told: [`Bearer ${credential.secret}`] });
  const token = mostly(
    fc.constant(bearer(own.token)),
    fc.constantFrom(
      bearer(foreign.token),
      { ...own.token, told: [`bearer   ${own.token.secret}`] },
      { ...NO_CREDENTIAL, told: [] },
      { ...NO_CREDENTIAL, told: ["Bearer"] },
      { ...NO_CREDENTIAL, told: [own.token.secret] },
      { ...NO_CREDENTIAL, told: [`Basic ${own.token.secret}`] },
      { ...NO_CREDENTIAL, told: [`Bearer ${good.secret}`] },
      { ...NO_CREDENTIAL, told: [`Bearer art_${"x".repeat(43)}`] },
      { ...NO_CREDENTIAL, told: [`Bearer ${own.token.secret}`, `Bearer ${foreign.token.secret}`] },
    ),
    4,
  );
  return fc.tuple(key, token).map(([key, token]) => ({
    key: key.reads,
    token: token.reads,
    headers: [
      ...key.told.map((value): [string, string] => ["x-api-key", value]),
      ...token.told.map((value): [string, string] => ["Authorization", value]),
    ],
  }));
}
