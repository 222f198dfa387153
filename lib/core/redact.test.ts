import { expect, test } from "vitest";
import { redactSecrets, redactSecretsInPath } from "./redact";
import { maskTypedSecret } from "./typed-secret";

const KEY = `ask_${"k".repeat(49)}`;
const encodeOnce = (text: string) =>
  text.replace(/[^/]/g, (character) => `%${character.charCodeAt(0).toString(16)}`);

test.each([
  [`/v3/${KEY}/x`, "/v3/ask_[redacted]/x"],
  [`/v3/${KEY.replace("_", "%5F")}/x`, "/v3/ask_[redacted]/x"],
  [`/v3/${encodeOnce(KEY)}`, "/v3/ask_[redacted]"],
  [`/v3/${encodeOnce(encodeOnce(encodeOnce(KEY)))}`, "/v3/ask_[redacted]"],
  [`/v3/${KEY.replace("k", "%256b")}/%`, "/v3/ask_[redacted]/%"],
  [`/v3/%E0%A4%A/%zz/${encodeOnce(KEY)}`, "/v3/%E0%A4%A/%zz/ask_[redacted]"],
  // The outer encoding hides the start of the secret from a second decoding.
  [`/v3/%25%36%61sk%5F${KEY.slice(4)}`, "/v3/%6ask_[redacted]"],
  [`/v3/${KEY.slice(0, 20)}%E2%80%8B${KEY.slice(20)}`, "/v3/ask_[redacted]"],
  [`/v3/${KEY.slice(0, 20)}%20%0A${KEY.slice(20)}/x`, "/v3/ask_[redacted]/x"],
  [`/v3/%22${KEY.slice(0, 12)}"+'${KEY.slice(12)}'`, "/v3/ask_[redacted]"],
  [`/v3/${KEY.toUpperCase()}`, "/v3/ask_[redacted]"],
  [`/v3/${encodeOnce(KEY)}/art%5f${"t".repeat(43)}`, "/v3/ask_[redacted]/art_[redacted]"],
])("redacts the secret in %s", (path, expected) => {
  expect(redactSecretsInPath(path)).toBe(expected);
});

test.each(["/v3/ws/front%20desk%2Fuk/conversations", "/v3/ask_short", "/v3/%E0%A4%A/%"])(
  "returns %s, which has no secret, as it is",
  (path) => {
    expect(redactSecretsInPath(path)).toBe(path);
  },
);

test("redacts a path that is encoded more often than any client does, without decoding it to the end", () => {
  expect(redactSecretsInPath(`/v3/%${"25".repeat(8000)}41`)).toBe("[redacted]");
});

const RANDOM = "Ab3dEf9hIjKlMnOpQrStUvWxYz0123456789abcdefghijk9wXyZ";
const SECRET = `ask_${RANDOM.slice(0, 45)}wXyZ`;
const MASKED = "ask_Ab3d************wXyZ";
const TOKEN = `art_${RANDOM.slice(0, 20)}-${RANDOM.slice(20, 38)}wXyZ`;

test.each([
  [SECRET, MASKED],
  [` "${SECRET}",`, MASKED],
  [`x-api-key: ${SECRET}`, MASKED],
  [`curl -H 'x-api-key: ${SECRET}' https://studio.example/v3/a/b/conversations?limit=1`, MASKED],
  [`Authorization: Bearer ${SECRET}`, MASKED],
  [`AGENT_STUDIO_API_KEY=${SECRET}`, MASKED],
  [encodeURIComponent(`\u201c${SECRET}\u201d`), MASKED],
  [SECRET.replace("_", "%255F"), MASKED],
  [`\ufeff${SECRET.slice(0, 9)}\u200b${SECRET.slice(9)}\u00ad`, MASKED],
  [`${SECRET.slice(0, 30)}\n  ${SECRET.slice(30)}`, MASKED],
  [`${SECRET} ${SECRET.replace("Ab3d", "Zz9z")}`, MASKED],
  [`${SECRET}x`, MASKED],
  [SECRET.slice(4), MASKED],
  [SECRET.toLowerCase(), "ask_ab3d************wxyz"],
  [SECRET.toUpperCase(), "ask_AB3D************WXYZ"],
  // A part is found by its start.
  [SECRET.slice(0, -1), "Ab3d"],
  [SECRET.slice(0, 30), "Ab3d"],
  [TOKEN, "art_Ab3d************wXyZ"],
  [`https://studio.example/invite#${TOKEN.replace("art", "asl")}`, "asl_Ab3d************wXyZ"],
  [`${TOKEN.slice(0, 24)}\n   ${TOKEN.slice(24)}`, "art_Ab3d************wXyZ"],
  [TOKEN.match(/.{1,6}/g)?.join(" ") ?? "", "art_Ab3d************wXyZ"],
  [`${SECRET.slice(0, 9)}\ufe0f${SECRET.slice(9, 20)}\u034f${SECRET.slice(20)}\u3164`, MASKED],
  [`Cookie: __Host-studio_session=${RANDOM}`, "studio_session=[redacted]"],
])("masks the secret in the typed text %j", (text, masked) => {
  expect(maskTypedSecret(text)).toBe(masked);
  expect(maskTypedSecret(masked)).toBeUndefined();
});

test.each([
  "",
  "CRM sync",
  "100%",
  "ask_customer_satisfaction_survey_2026",
  "ask_customersatisfactionsurvey",
  "ask_ the whole team about the satisfaction survey of 2026",
  "art_direction_for_the_summer_of_2026_and_later",
  "art_Direction for the Summer 2026 campaigns of the North West, 2nd round",
  "start_of_conversation_2026_with_the_front_desk",
  "key_0123456789abcdef01234567",
  "PROJECT-1A2B3C4D",
  "ask_Ab3d************wXyZ",
  "Donaudampfschifffahrtselektrizitaetenhauptbetriebswerk",
])("finds no secret in %j", (text) => {
  expect(maskTypedSecret(text)).toBeUndefined();
});

test.each([
  [JSON.stringify({ note: `${SECRET.slice(0, 9)}\u200b\n${SECRET.slice(9)}` }), '{"note":"ask_[redacted]"}'],
  [`no key ${SECRET.slice(1)}, no key ${SECRET.slice(4)}`, "no key sk_[redacted], no key [redacted]"],
  [TOKEN.replace("_", String.raw`\_`), "art_[redacted]"],
  [`${SECRET.slice(0, 9)}\ufe0f\u3164${SECRET.slice(9)}`, "ask_[redacted]"],
  [`at ${SECRET.replace("_", "%5F")}, ${TOKEN.toUpperCase()}`, "at ask_[redacted], art_[redacted]"],
  [
    JSON.stringify({ cookie: JSON.stringify({ studio_session: RANDOM }) }),
    String.raw`{"cookie":"{\"studio_session\":\"[redacted]\"}"}`,
  ],
  [`__Host-studio_session%253D${RANDOM}; a=b`, "__Host-studio_session%253D[redacted]; a=b"],
])("redacts the secret in the log line %j", (line, redacted) => {
  expect(redactSecrets(line)).toBe(redacted);
});

test("takes linear time for hostile text", () => {
  for (const part of [
    "ask_a",
    "art_",
    "a\u200b",
    "%25",
    "ask_aaaaaaaaaaaaaaaaaaaaaaaa",
    "a",
    " '",
    "studio_session ",
  ]) {
    const text = part.repeat(1_000_000 / part.length);
    maskTypedSecret(`art_${text}`);
    redactSecretsInPath(text.slice(0, 16_000));
  }
});
