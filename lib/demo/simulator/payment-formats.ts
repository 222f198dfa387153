/** A provider's notification about a payment. */
export interface PaymentNotification {
  eventId: string;
  status: "authorising" | "paid" | "declined";
  amount: string;
  currency: string;
}

interface WebhookFormat {
  contentType: string;
  /** The location of the event ID, and its name there. */
  location: "payload" | "headers" | "querystring";
  path: string;
  body: (notice: PaymentNotification) => string;
}

/** Real providers differ, so this covers every supported body type and every location of an event ID. */
const FORMATS: readonly WebhookFormat[] = [
  {
    contentType: "application/json",
    location: "payload",
    path: "payment.reference",
    body: ({ eventId, ...rest }) => JSON.stringify({ payment: { reference: eventId, ...rest } }),
  },
  {
    contentType: "application/x-www-form-urlencoded",
    location: "payload",
    path: "order_ref",
    body: ({ eventId, status, amount, currency }) =>
      new URLSearchParams({ order_ref: eventId, status, sum: `${amount} ${currency}` }).toString(),
  },
  {
    contentType: "application/xml",
    location: "payload",
    path: "transaction.merchantRef",
    body: ({ eventId, status, amount, currency }) =>
      `<?xml version="1.0"?>\n<notice><transaction><merchantRef>${eventId}</merchantRef><status>${status}</status><sum currency="${currency}">${amount}</sum></transaction></notice>`,
  },
  {
    contentType: "text/plain; charset=utf-8",
    location: "payload",
    path: "ref",
    body: ({ eventId, status, amount, currency }) =>
      `ref=${eventId}\nstatus=${status}\nsum=${amount}\ncurrency=${currency}`,
  },
  {
    contentType: "application/json",
    location: "headers",
    path: "X-Payment-Reference",
    body: ({ status, amount, currency }) =>
      `{ "status": "${status}", "sum": ${amount}, "currency": "${currency}" }`,
  },
  {
    contentType: "text/xml",
    location: "querystring",
    path: "reference",
    body: ({ status, amount }) => `<payment status="${status}"><sum>${amount}</sum></payment>`,
  },
  {
    contentType: "application/json",
    location: "payload",
    path: "events.0.data.ref",
    body: ({ eventId, ...rest }) =>
      JSON.stringify({ events: [{ type: "payment", data: { ref: eventId, ...rest } }] }),
  },
];

/** The format of the n-th payment. */
export const webhookFormat = (n: number): WebhookFormat => FORMATS[n % FORMATS.length] as WebhookFormat;

/** True if a body contains the result of a payment, in any format. */
export const isFinalStatus = (body: string): boolean => /\b(paid|declined)\b/.test(body);
