import { expect, test } from "vitest";
import { extractFromBody } from "./extract-event-id";

const inXml = (body: string, path: string) => extractFromBody(body, "xml", path);
const inJson = (value: unknown, path: string) =>
  extractFromBody(typeof value === "string" ? value : JSON.stringify(value), "json", path);

test.each([
  [
    "a processing instruction before the root",
    '<?xml-stylesheet type="text/xsl" href="a.xsl"?><a><id>evt_1</id></a>',
  ],
  [
    "declaration, comments and instructions around the root",
    '<?xml version="1.0" encoding="UTF-8"?>\n<!-- x --><?p q?>\n<a><id>evt_1</id></a>\n<!-- y --><?z?>\n',
  ],
  ["a line feed before the declaration", '\r\n\t<?xml version="1.0"?><a><id>evt_1</id></a>'],
  ["a byte order mark", "\ufeff<a><id>evt_1</id></a>"],
  ["XML 1.1", "<?xml version='1.1' standalone='yes'?><a><id>evt_1</id></a>"],
  ["a document type in CDATA", "<a><html><![CDATA[<!DOCTYPE html><!ENTITY x>]]></html><id>evt_1</id></a>"],
  ["a document type in a comment", "<a><!-- <!DOCTYPE a [<!ENTITY b 'c'>]> --><id>evt_1</id></a>"],
  ["a document type in an instruction", "<?x <!DOCTYPE a>?><a><id>evt_1</id></a>"],
  ["a document type in a text", "<a><x>&lt;!DOCTYPE a></x><id>evt_1</id></a>"],
  ["an element named constructor", "<a><constructor>x</constructor><id>evt_1</id></a>"],
  ["a root named constructor", "<constructor><id>evt_1</id></constructor>"],
  [
    "elements with names of members of every object",
    "<a><__proto__/><toString/><hasOwnProperty/><id>evt_1</id></a>",
  ],
  ["a decimal character reference", "<a><id>e&#118;t_1</id></a>"],
  ["a hexadecimal character reference", "<a><id>e&#x76;t&#x5F;1</id></a>"],
  ["an id in CDATA", "<a><id><![CDATA[evt_1]]></id></a>"],
  ["an id in several parts", "<a><id>e<![CDATA[vt]]><!-- x -->_<?p?>&#49;</id></a>"],
  ["white space around the id", "<a>\n  <id>\n    evt_1\r\n  </id>\n</a>"],
  ["attributes in both quotes", `<a x='"' y=">"><id z="a > b" constructor="1">evt_1</id></a>`],
  ["self-closing elements", "<a><b/><c /><id>evt_1</id ></a>"],
  ["text beside child elements", "<a>x<id>evt_1<note>y</note></id></a>"],
  ["a hundred levels", `${"<a><id>evt_1</id>"}${"<b>".repeat(99)}${"</b>".repeat(99)}</a>`],
  [
    "text that parses as markup only after CDATA",
    "<a><x><![CDATA[]]]]><![CDATA[><y>]]></x><id>evt_1</id></a>",
  ],
  ["many tags as text", `<a><x><![CDATA[${"<b>".repeat(60_000)}]]></x><id>evt_1</id></a>`],
])("finds an id in XML with %s", async (_, body) => {
  expect((await inXml(body, "id")).text).toBe("evt_1");
});

test("replaces the five predefined entities in an id", async () => {
  expect(await inXml("<a>&lt;&gt;&amp;&apos;&quot;</a>", "a")).toMatchObject({ text: `<>&'"` });
  expect(await inXml("<a>&amp;#65;</a>", "a")).toMatchObject({ text: "&#65;" });
});

test.each([
  ["constructor.id", "<constructor><id>1</id></constructor>", "1"],
  ["__proto__.toString", "<__proto__><toString>1</toString></__proto__>", "1"],
  ["a.constructor", "<a><b/></a>", undefined],
  ["a.b.length", "<a><b>1</b><b>2</b></a>", undefined],
  ["b.1.c", "<a><b><c>1</c></b><b><c>2</c></b></a>", "2"],
  [
    "soap:Envelope.soap:Body.p:id",
    "<soap:Envelope><soap:Body><p:id>1</p:id></soap:Body></soap:Envelope>",
    "1",
  ],
  ["été.x-1._y", "<été><x-1><_y>1</_y></x-1></été>", "1"],
  ["payment.ref", "<order><payment.ref>1</payment.ref><payment><ref>2</ref></payment></order>", "1"],
  ["a.id", "<a><a><id>2</id></a></a>", "2"],
  ["id", '<a id="1"/>', undefined],
  ["a.#text", "<a>1<b/></a>", "1"],
])("finds %s in %s: %s", async (path, body, text) => {
  expect((await inXml(body, path)).text).toBe(text);
});

const NOT_WELL_FORMED = /^The body is not well-formed XML: see line \d+, column \d+\.$/;
const NO_TYPES = "XML document types and entities are not accepted. Send only elements.";

test.each<[string, RegExp | string]>([
  ["<!DOCTYPE a><a/>", NO_TYPES],
  ['<?xml version="1.0"?><!-- x --><?p?>\n<!DOCTYPE a SYSTEM "http://127.0.0.1/"><a/>', NO_TYPES],
  ['<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>', NO_TYPES],
  ['<!DOCTYPE a PUBLIC "-//W3C//DTD XHTML 1.0//EN" "x"><a/>', NO_TYPES],
  ["<!doctype a><a/>", NOT_WELL_FORMED],
  ["<!ENTITY x 'y'><a/>", NOT_WELL_FORMED],
  ["<a><!DOCTYPE a></a>", NOT_WELL_FORMED],
  ["<a/><!DOCTYPE a>", NOT_WELL_FORMED],
  ["<!DOCTYPE a [<!ENTITY x 'y'>", NOT_WELL_FORMED],
  ["<a>&x;</a>", NOT_WELL_FORMED],
  ["<a>&constructor;</a>", NOT_WELL_FORMED],
  ["<a b='&x;'/>", NOT_WELL_FORMED],
  ["<a>&#0;</a>", NOT_WELL_FORMED],
  ["<a>&#xD800;</a>", NOT_WELL_FORMED],
  ["<a>&#99999999999;</a>", NOT_WELL_FORMED],
  ["<a>&</a>", NOT_WELL_FORMED],
  ["<a>\u0000</a>", NOT_WELL_FORMED],
  ["<a></b>", NOT_WELL_FORMED],
  ["<a/><b/>", NOT_WELL_FORMED],
  ["<a/>x", NOT_WELL_FORMED],
  ["<a b='1' b='2'/>", NOT_WELL_FORMED],
  ["<a>\n<![CDATA[x</a>", NOT_WELL_FORMED],
  ["<!-- x -->", NOT_WELL_FORMED],
  [" \n", NOT_WELL_FORMED],
  ["", NOT_WELL_FORMED],
  ["<a>".repeat(101), "The body must not nest deeper than 100 levels."],
  [`<a ${Array.from({ length: 50_000 }, (_, n) => `b${n}=''`).join(" ")}/>`, /more than 50000 XML tags/],
  [`<a>${"<!---->".repeat(50_000)}</a>`, /more than 50000 XML tags/],
  [`${"<?x?>".repeat(50_001)}<a/>`, /more than 50000 XML tags/],
])("refuses XML that is not well-formed or over a limit, %#", async (body, message) => {
  await expect(inXml(body, "id")).rejects.toMatchObject({
    code: "EXTERNAL_EVENT_INVALID",
    message: typeof message === "string" ? message : expect.stringMatching(message),
  });
});

test.each<[string, unknown, string | undefined]>([
  ["payment.ref", { "payment.ref": "evt_1" }, "evt_1"],
  ["payment.ref", { payment: { ref: "evt_2" }, "payment.ref": "evt_1" }, "evt_1"],
  ["payment.ref", { payment: { ref: "evt_2" } }, "evt_2"],
  ["x.a.b", { x: { "a.b": "evt_1", a: { b: "evt_2" } } }, "evt_1"],
  ["x.a.b", { "x.a": { b: "evt_1" }, x: { "a.b": "evt_2" } }, "evt_1"],
  ["x.a.b", { "x.a.b": "evt_1", "x.a": { b: "evt_2" } }, "evt_1"],
  ["x.a.b", { "x.a": { c: "evt_2" }, x: { "a.b": "evt_1" } }, "evt_1"],
  ["x.a.b", { "x.a.b": null, "x.a": {}, x: { a: { b: "evt_1" } } }, "evt_1"],
  ["x.a.b", { "x.a.b": "", x: { a: { b: "evt_1" } } }, "evt_1"],
  ["x.a.b", { "x.a.b": "" }, ""],
  ["a.b.0.c", { "a.b": [{ c: "evt_1" }] }, "evt_1"],
  ["0.a.b", [{ "a.b": "evt_1" }], "evt_1"],
  ["a.1", { a: ["evt_2", "evt_1"] }, "evt_1"],
  ["a.01", { a: ["evt_2", "evt_1"] }, undefined],
  ["a.length", { a: ["evt_1"] }, undefined],
  ["a.length", { "a.length": "evt_1", a: [] }, "evt_1"],
  ["..", { "..": "evt_1" }, "evt_1"],
  ["a.", { a: { "": "evt_1" } }, "evt_1"],
  [".a", { "": { a: "evt_1" } }, "evt_1"],
  ["a..b", { a: { "": { b: "evt_1" } } }, "evt_1"],
  ["a..b", { "a.": { b: "evt_1" } }, "evt_1"],
  ["__proto__.x", '{"__proto__.x":"evt_1"}', "evt_1"],
  ["__proto__.x", '{"__proto__":{"x":"evt_1"}}', "evt_1"],
  ["constructor.name", {}, undefined],
  ["a.b", { "a.bc": "evt_1", "a.b.c": "evt_1", ab: "evt_1", "a%2Eb": "evt_1" }, undefined],
  ["a.b", { "A.B": "evt_1" }, undefined],
  ["ref", "\ufeff{}".slice(1), undefined],
  ["ref", { ref: 17 }, "17"],
  ["ref", { ref: true }, undefined],
  ["a.0", { a: "evt_1" }, undefined],
])("finds %s in %j: %s", async (path, value, text) => {
  expect((await inJson(value, path)).text).toBe(text);
});

test("reports the longest part of the path that exists", async () => {
  const nested = { a: { b: { x: 1 } }, "a.b.c": { y: 1 }, "a.b.c.d.e.f": 1 };
  expect(await inJson(nested, "a.b.c.d")).toEqual({ text: undefined, matchedPath: "a.b.c" });
  expect(await inXml("<r><a.b><c/></a.b></r>", "a.b.d")).toEqual({ text: undefined, matchedPath: "a.b" });
});
