import { exchange, type Script } from "./script";

// Callers of Northlight Energy, a supplier that does not exist.

const line = {
  language: "en-GB",
  channel: "VOICE-SIP",
  variant: { id: "VARIANT-northlight", name: "Northlight Energy" },
};

/** A bill is paid during the call. */
export const energyBill: Script = {
  ...line,
  topic: "pay_bill",
  opening: [
    exchange(
      "Hello, I've a bill here and I'd like to get it paid.",
      "Gladly. What is the account number on it?",
      {
        intent: "pay_bill",
      },
    ),
    exchange(
      "It's {code}.",
      "Thank you, {name}. £84.20 is due on {date}. Shall I send the payment link to your phone?",
      {
        intent: "give_account",
        entities: ["code"],
      },
    ),
    exchange("Yes, the mobile ending {digits}.", "It's on its way. I'll stay on the line while you pay.", {
      intent: "confirm",
      entities: ["digits"],
    }),
  ],
  payment: {
    amount: "84.20",
    currency: "GBP",
    result: "paid",
    late: exchange("", "I have no word from the bank yet. We'll text you as soon as it's through."),
  },
  closing: [
    exchange("Right, I've pressed pay.", "And it has arrived: £84.20. Your account is all square.", {
      intent: "payment_done",
    }),
    exchange("That was quick. Cheers!", "Thank you for calling. Goodbye!", { intent: "goodbye" }),
  ],
};

/** Digits from the keypad, an out-of-domain question, and no payment. */
export const meterReading: Script = {
  ...line,
  channel: "VOICE-PSTN",
  topic: "meter_reading",
  opening: [
    exchange("I've got a meter reading for you.", "Lovely. Please key it in, and press hash.", {
      intent: "meter_reading",
    }),
    exchange("", "I have {digits}. That is about what you used last spring. Shall I save it?", {
      dtmf: "{digits}#",
      intent: "give_reading",
    }),
  ],
  closing: [
    exchange(
      "Yes. Do you know if it'll rain tomorrow?",
      "I only know about energy, I'm afraid. The reading is saved.",
      {
        outOfDomain: true,
      },
    ),
    exchange("Fair enough. Bye now.", "Goodbye, {name}!", { intent: "goodbye" }),
  ],
};

/** A power cut, which needs a technician. */
export const powerCut: Script = {
  ...line,
  topic: "power_cut",
  opening: [
    exchange("All the lights have gone out, and next door's too.", "I'm sorry. What is your postcode?", {
      intent: "report_fault",
    }),
    exchange(
      "{postcode}.",
      "Nothing is reported there yet. Does anybody at home rely on medical equipment?",
      {
        intent: "give_postcode",
        entities: ["postcode"],
      },
    ),
    exchange("", "Are you still there? Does anybody need power for medical equipment?"),
  ],
  closing: [
    exchange(
      "Sorry. My mother has an oxygen machine.",
      "Then I'm putting you through to the faults desk at once.",
      {
        intent: "vulnerable_customer",
      },
    ),
  ],
  handoff: { reason: "power cut, medical equipment", destination: "faults-desk" },
};
