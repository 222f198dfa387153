import { afterEach, expect, test } from "vitest";
import { startSmtpServer } from "@/testing/smtp-server";
import { provideSettings, settings } from "./env";
import { sendMail } from "./send-mail";

const before = settings;
let restore = () => {};
afterEach(() => restore());

function withSettings(more: object): void {
  const kept = before();
  restore = () => provideSettings(kept);
  provideSettings({ ...kept, ...more });
}

const MAIL = {
  to: "ada@example.com",
  subject: "Zażółć\r\nBcc: eve@example.com",
  text: "Open https://keys.example/link#x",
};

test("sends through the server of SMTP_URL and prevents header injection", async () => {
  const server = await startSmtpServer();
  withSettings({ SMTP_URL: server.url, PUBLIC_URL: "https://keys.example:8443" });
  expect(await sendMail(MAIL)).toBe(true);
  server.close();
  expect(server.received).toContain("RCPT TO:<ada@example.com>");
  expect(server.received).toContain("MAIL FROM:<no-reply@keys.example>");
  expect(server.received.join("\n")).toContain("https://keys.example/link#x");
  expect(server.received.filter((line) => /^Bcc:/i.test(line) || /RCPT.*eve/.test(line))).toEqual([]);
});

test("writes a domain in ASCII, so that no mail server needs an extension", async () => {
  const server = await startSmtpServer();
  withSettings({ SMTP_URL: server.url });
  expect(await sendMail({ ...MAIL, to: "ada@xn--bcher-kva.example" })).toBe(true);
  server.close();
  expect(server.received).toContain("RCPT TO:<ada@xn--bcher-kva.example>");
});

test("returns false without a mail server or when it rejects the email", async () => {
  withSettings({ SMTP_URL: undefined });
  expect(await sendMail(MAIL)).toBe(false);
  restore();
  const server = await startSmtpServer("550 no");
  withSettings({ SMTP_URL: server.url });
  expect(await sendMail(MAIL)).toBe(false);
  server.close();
});
