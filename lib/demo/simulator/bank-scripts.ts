import { exchange, type Script } from "./script";

// Callers of Tamar Bank's card line, a bank that does not exist.

const line = {
  language: "en-GB",
  channel: "VOICE-PSTN",
  variant: { id: "VARIANT-tamar-cards", name: "Tamar Bank cards" },
};

/** A lost card is blocked, and a person arranges the new one. */
export const lostCard: Script = {
  ...line,
  topic: "lost_card",
  opening: [
    exchange(
      "I can't find my card anywhere. I think I left it in a taxi.",
      "Let's block it. Which digits does it end in?",
      {
        intent: "lost_card",
      },
    ),
    exchange("", "Thank you. The card ending {digits} is blocked as of now.", {
      dtmf: "{digits}",
      intent: "give_card",
      entities: ["digits"],
    }),
  ],
  closing: [
    exchange(
      "Phew. I'm flying on {date}, can I get a new one by then?",
      "A colleague can send one by courier. One moment.",
      {
        intent: "replace_card",
        entities: ["date"],
      },
    ),
  ],
  handoff: { reason: "replacement before travel", destination: "card-services" },
};

/** The payment of a card bill is declined, and a person takes over. */
export const declinedPayment: Script = {
  ...line,
  topic: "pay_card_bill",
  opening: [
    exchange(
      "I want to pay off my credit card before the interest starts.",
      "Of course. £310.00 is open. All of it?",
      {
        intent: "pay_balance",
      },
    ),
    exchange("The lot, from my debit card.", "Then please confirm it in the app. I'll wait.", {
      intent: "confirm",
    }),
  ],
  payment: {
    amount: "310.00",
    currency: "GBP",
    result: "declined",
    late: exchange("", "The app has not answered. Nothing was taken; please try again later."),
  },
  closing: [
    exchange(
      "It says something went wrong?",
      "I see it too: your debit card was declined. Nothing was taken.",
      {
        intent: "payment_problem",
      },
    ),
    exchange(
      "That can't be. Somebody has to look at this.",
      "I'm getting you a colleague who can. Please hold.",
      {
        intent: "ask_person",
      },
    ),
  ],
  handoff: { reason: "payment declined", destination: "payments-team" },
};
