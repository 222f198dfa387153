import { expect, test } from "vitest";
import { bodyEncoding, decodeText, requireKnownCharset, toUtf8 } from "./body-text";
import { isXml, parseMediaType, suffixFormat } from "./media-type";

const bytes = (...parts: (string | number[])[]) =>
  Buffer.concat(
    parts.map((part) => (typeof part === "string" ? Buffer.from(part, "latin1") : Buffer.from(part))),
  );
const utf16 = (text: string) => Buffer.from(text, "utf16le");
const utf16be = (text: string) => utf16(text).swap16();
const latin1Xml = (quote = '"') => `<?xml version="1.0" encoding=${quote}ISO-8859-1${quote}?><a>\u00e9</a>`;

test.each<[string, Buffer, string, string]>([
  ["text/plain;charset=ISO-8859-1", bytes("é"), "windows-1252", "é"],
  ['TEXT/PLAIN; Charset="Latin1"', bytes("é"), "windows-1252", "é"],
  ["text/plain; charset=windows-1251", bytes([0xc4, 0xe0]), "windows-1251", "Да"],
  ["application/json;charset=shift_jis", bytes([0x83, 0x65]), "shift_jis", "テ"],
  ["application/json; charset=gb18030", bytes([0xc4, 0xe3]), "gb18030", "你"],
  ["text/plain;charset=us-ascii", Buffer.from("é"), "utf-8", "é"],
  ["text/plain;charset=", Buffer.from("é"), "utf-8", "é"],
  ["text/plain; charset=utf-8; charset=latin1", Buffer.from("é"), "utf-8", "é"],
  ["text/plain; charset= utf-16 ", utf16("é"), "utf-16le", "é"],
  ["application/json; charset=utf-16", bytes([0xfe, 0xff], utf16be("é").toString("latin1")), "utf-16be", "é"],
  ["application/json; charset=utf-16", bytes([0xff, 0xfe], utf16("é").toString("latin1")), "utf-16le", "é"],
  ["application/json; charset=latin1", Buffer.from("\ufeffé"), "utf-8", "é"],
  ["application/json", Buffer.from("\ufeff{}"), "utf-8", "{}"],
  ["application/xml", bytes(latin1Xml()), "windows-1252", latin1Xml()],
  ["image/svg+xml", bytes(latin1Xml("'")), "windows-1252", latin1Xml("'")],
  ["text/xml; charset=latin1", bytes("<a>é</a>"), "windows-1252", "<a>é</a>"],
  ["application/xml; charset=utf-8", Buffer.from(latin1Xml()), "utf-8", latin1Xml()],
  ["application/xml", Buffer.from(latin1Xml()), "utf-8", latin1Xml()],
  [
    "application/xml",
    Buffer.from('<?xml version="1.0" encoding="utf-16"?><a/>'),
    "utf-8",
    '<?xml version="1.0" encoding="utf-16"?><a/>',
  ],
  ["application/xml", utf16("\ufeff<a/>"), "utf-16le", "<a/>"],
  ["application/xml", utf16be("\ufeff<a/>"), "utf-16be", "<a/>"],
  ["application/soap+xml; charset=utf-8", utf16be("\ufeff<a/>"), "utf-16be", "<a/>"],
  ["application/xml", utf16("<a/>"), "utf-16le", "<a/>"],
  ["application/xml", utf16be("<a/>"), "utf-16be", "<a/>"],
])("reads %s %o as %s: %s", (contentType, body, encoding, text) => {
  const mediaType = parseMediaType(contentType);
  requireKnownCharset(mediaType);
  expect(bodyEncoding(body, mediaType)).toBe(encoding);
  expect(decodeText(body, encoding)).toBe(text);
});

test.each<[string, Buffer]>([
  ["text/plain", bytes([0xff, 0xfe])],
  ["application/json", utf16be("\ufeff{}")],
  ["text/plain; charset=utf-16", bytes("x")],
  ["application/xml", bytes('<?xml version="1.0" encoding="no-such"?>', [0xff])],
  ["application/xml; charset=utf-8", bytes(latin1Xml())],
])("takes %s %o as invalid", (contentType, body) => {
  expect(() => decodeText(body, bodyEncoding(body, parseMediaType(contentType)))).toThrow(TypeError);
});

test.each(["x-nothing", "'utf-8'", "utf-8, text/xml", "utf_8_bom", "__proto__", "é"])(
  "refuses the charset %s",
  (charset) => {
    expect(() => requireKnownCharset(parseMediaType(`text/plain;charset=${charset}`))).toThrow(
      `The charset ${charset} is unknown. Send the body in UTF-8.`,
    );
  },
);

test("repeats no secret of a charset", () => {
  const charset = `ask_${"x".repeat(43)}`;
  expect(() => requireKnownCharset(parseMediaType(`text/plain;charset=${charset}`))).toThrow(
    /ask_\[redacted\] is/,
  );
});

test.each([
  ["application/cloudevents+json", "json"],
  ["Application/CloudEvents-Batch+JSON; charset=utf-8", "json"],
  ["application/vnd.example.v1+json", "json"],
  ["application/problem+xml", "xml"],
  ["application/a+b+json", "json"],
  ['application/x+json ; profile="a,b"', "json"],
  ["application/json", undefined],
  ["application/+json", undefined],
  ["application/a+jsonp", undefined],
  ["application/a+cbor", undefined],
  ["application/a+json-seq", undefined],
  ["a+json", undefined],
  ["a/b/c+json", undefined],
  ["text/plain, application/a+json", undefined],
  ["text/plain; note=application/a+json", undefined],
  ["", undefined],
])("the suffix of %s means %s", (contentType, format) => {
  expect(suffixFormat(parseMediaType(contentType))).toBe(format);
});

test.each([
  ["TEXT/XML; charset=utf-8", true],
  ["application/rss+xml", true],
  ["application/xml-dtd", false],
  ["text/plain", false],
])("%s is XML: %s", (contentType, xml) => {
  expect(isXml(parseMediaType(contentType))).toBe(xml);
});

const convert = async (contentType: string, ...chunks: Uint8Array[]) => {
  const converted: Uint8Array[] = [];
  async function* source() {
    yield* chunks;
  }
  for await (const chunk of toUtf8(source(), parseMediaType(contentType))) converted.push(chunk);
  return Buffer.concat(converted);
};

test("converts a stream, also between the bytes of a character, and passes UTF-8 through", async () => {
  const [first, ...rest] = utf16be("\ufeffé\u{1f600}");
  const single = rest.map((byte) => Uint8Array.of(byte));
  expect((await convert("a/b;charset=utf-16be", Uint8Array.of(first ?? 0), ...single)).toString()).toBe(
    "é\u{1f600}",
  );
  expect((await convert("a/b;charset=utf-16", utf16be("\ufeffé"))).toString()).toBe("é");
  const splitMark = Array.from(utf16be("\ufeffé"), (byte) => Uint8Array.of(byte));
  expect((await convert("a/b;charset=utf-16", ...splitMark)).toString()).toBe("é");
  expect((await convert("a/b;charset=latin1", bytes("é"), bytes("\n"))).toString()).toBe("é\n");
  expect(await convert("a/b", bytes([0xff]))).toEqual(bytes([0xff]));
  expect(await convert("a/b;charset=latin1")).toEqual(bytes());
  await expect(convert("a/b;charset=utf-16", bytes("abc"))).rejects.toMatchObject({
    code: "RUNTIME_VALIDATION_FAILED",
    message: "The body is not valid UTF-16LE.",
  });
});
