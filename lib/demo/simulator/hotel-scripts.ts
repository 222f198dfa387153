import { CHAT, type Dialogue, ENGLISH, SPANISH } from "../sample-data/dialogues";
import { exchange, type Script } from "./script";

// Guests of Harbour Hotels, the hotel of the sample workspace.

const line = {
  language: "en-GB",
  channel: "VOICE-SIP",
  variant: { id: "VARIANT-harbour", name: "Harbour Hotels" },
};

/** The deposit of a booking is paid in a chat. */
export const deposit: Script = {
  ...line,
  channel: "WEBCHAT",
  topic: "pay_deposit",
  opening: [
    exchange(
      "hi, my booking {code} says deposit missing",
      "Hello {name}! Yes, £40.00 keeps the room for {date}.",
      {
        intent: "ask_deposit",
        entities: ["code"],
      },
    ),
    exchange("ok can i pay here", "Of course. Tap the button below, and I'll tell you when it's in.", {
      intent: "pay_deposit",
    }),
  ],
  payment: {
    amount: "40.00",
    currency: "GBP",
    result: "paid",
    late: exchange("", "I can't see it yet. I'll email you as soon as it's there."),
  },
  closing: [
    exchange("done i think", "It's in, thank you. Room {room} is yours from three o'clock.", {
      intent: "payment_done",
      entities: ["room"],
    }),
    exchange("great 🎉", "See you soon!", { intent: "goodbye" }),
  ],
};

/** A sample dialogue, unchanged. */
const fromSample = (dialogues: Dialogue[], topic: string, more: Partial<Script>): Script => {
  const found = dialogues.find((dialogue) => dialogue.topic === topic);
  if (!found) throw new Error(`The sample has no dialogue ${topic}.`);
  return { ...line, topic, opening: found.exchanges, closing: [], handoff: found.handoff, ...more };
};

/** A guest reserves a place for the car, after a silence. */
export const parking = fromSample(ENGLISH, "parking", {});

/** A booking is cancelled in Spanish. */
export const cancellation = fromSample(SPANISH, "cancel", { language: "es-ES" });

/** A guest asks when breakfast is, in Japanese. */
export const breakfast = fromSample(CHAT, "breakfast", { language: "ja-JP", channel: "CHAT" });
