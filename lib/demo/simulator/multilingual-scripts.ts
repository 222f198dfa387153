import { exchange, type Script } from "./script";

// Calls to the same bank and supplier in other languages, with English translations.

/** An instalment is paid, in German. */
export const installment: Script = {
  channel: "VOICE-SIP",
  variant: { id: "VARIANT-northlight", name: "Northlight Energy" },
  language: "de-DE",
  topic: "pay_instalment",
  opening: [
    exchange(
      "Guten Tag, mein Abschlag konnte nicht abgebucht werden.",
      "Das haben wir gleich. Ihre Kundennummer, bitte?",
      {
        intent: "failed_debit",
        english: {
          user: "Hello, my instalment could not be debited.",
          agent: "We'll sort that out. Your customer number?",
        },
      },
    ),
    exchange("{code}.", "Danke, {name}. Es sind 62,50 €. Möchten Sie jetzt mit Karte zahlen?", {
      intent: "give_account",
      entities: ["code"],
      english: {
        user: "{code}.",
        agent: "Thank you, {name}. It is €62.50. Would you like to pay by card now?",
      },
    }),
  ],
  payment: {
    amount: "62.50",
    currency: "EUR",
    result: "paid",
    late: exchange("", "Die Bestätigung fehlt noch. Wir schreiben Ihnen, sobald sie da ist.", {
      english: { user: "", agent: "The confirmation is still missing. We'll write as soon as it is there." },
    }),
  },
  closing: [
    exchange("So, ist durch.", "Ja, die 62,50 € sind eingegangen. Vielen Dank!", {
      intent: "payment_done",
      english: { user: "There, it's through.", agent: "Yes, the €62.50 have arrived. Thank you very much!" },
    }),
  ],
};

/** An unknown charge, in French. */
export const unknownCharge: Script = {
  channel: "VOICE-PSTN",
  variant: { id: "VARIANT-tamar-cards", name: "Tamar Bank cards" },
  language: "fr-FR",
  topic: "unknown_charge",
  opening: [
    exchange(
      "Bonjour, je vois un débit que je ne reconnais pas.",
      "Je regarde. De quel montant s'agit-il ?",
      {
        intent: "dispute_charge",
        english: {
          user: "Hello, I see a charge that I do not recognise.",
          agent: "I'll look. What is the amount?",
        },
      },
    ),
    exchange(
      "Quarante-neuf euros, le {date}.",
      "C'est un abonnement de musique. Est-ce bien vous, {name} ?",
      {
        intent: "give_amount",
        entities: ["date"],
        english: {
          user: "Forty-nine euros, on {date}.",
          agent: "It is a music subscription. Was that you, {name}?",
        },
      },
    ),
  ],
  closing: [
    exchange("Absolument pas !", "Alors je vous passe le service des litiges. Ne quittez pas.", {
      intent: "deny",
      english: { user: "Certainly not!", agent: "Then I'll put you through to disputes. Please hold." },
    }),
  ],
  handoff: { reason: "contestation d'un débit", destination: "litiges" },
};
