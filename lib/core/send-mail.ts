import { createTransport } from "nodemailer";
import { settings } from "./env";
import { log } from "./log";

interface Mail {
  to: string;
  subject: string;
  /** Plain text. */
  text: string;
}

const TIMEOUT_MS = 10_000;

/** True if SMTP_URL is set. */
export const isMailConfigured = (): boolean => settings().SMTP_URL !== undefined;

/**
 * Sends an email through the server of SMTP_URL. Never logs its text, which may contain a one-time link.
 * @returns false if it was not sent or SMTP_URL is not set; the user must then share the link themselves
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
    log().warn({ err: error }, "an email could not be sent; the user has to share its link");
    return false;
  } finally {
    transport.close();
  }
}
