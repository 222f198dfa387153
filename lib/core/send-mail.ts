import { createTransport } from "nodemailer";
import { settings } from "./env";
import { log } from "./log";

interface Mail {
  to: string;
  subject: string;
  /** Plain text, lines parted by line feeds. */
  text: string;
}

/** Nobody waits longer for a mail server. */
const TIMEOUT_MS = 10_000;

/** Whether there is a mail server to send through. */
export const isMailConfigured = (): boolean => settings().SMTP_URL !== undefined;

/**
 * Sends a mail through the server of SMTP_URL. What is said in it is never logged: it may hold a link.
 * @returns false when it could not be sent, or there is no mail server; whoever asked then passes it on by hand
 */
export async function sendMail({ to, subject, text }: Mail): Promise<boolean> {
  const { SMTP_URL, MAIL_FROM, PUBLIC_URL } = settings();
  if (!SMTP_URL) return false;
  const { host } = new URL(PUBLIC_URL);
  const transport = createTransport({
    url: SMTP_URL,
    connectionTimeout: TIMEOUT_MS,
    greetingTimeout: TIMEOUT_MS,
    socketTimeout: TIMEOUT_MS,
  });
  try {
    await transport.sendMail({
      from: MAIL_FROM ?? `Agent Studio <no-reply@${host.replace(/:\d+$/, "")}>`,
      to: { name: "", address: to },
      subject,
      text,
    });
    return true;
  } catch (error) {
    log().warn({ err: error }, "a mail could not be sent; its link is to be passed on by hand");
    return false;
  } finally {
    transport.close();
  }
}
