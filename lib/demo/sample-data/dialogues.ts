/** One exchange: the user's input (empty for silence) and the agent's response. `{…}` is replaced for each call. */
export interface Exchange {
  user: string;
  agent: string;
  intent?: string;
  /** Entities in the user's input. */
  entities?: string[];
  dtmf?: string;
  outOfDomain?: boolean;
  /** English translations for a conversation in another language. */
  english?: { user: string; agent: string };
}

export interface Dialogue {
  topic: string;
  exchanges: Exchange[];
  /** Set when the agent hands the call off. */
  handoff?: { reason: string; destination: string };
}

export const ENGLISH: Dialogue[] = [
  {
    topic: "booking",
    exchanges: [
      {
        user: "Hi, I'd like a room for {date}, two nights.",
        agent: "Of course. How many of you will be staying?",
        intent: "book_room",
        entities: ["date"],
      },
      {
        user: "Just two adults.",
        agent: "I have a harbour view at £148 a night, breakfast included. Shall I hold it?",
        intent: "give_party",
      },
      {
        user: "Yes please, the name is {name}.",
        agent: "Thank you, {name}. It's booked, and your reference is {code}.",
        intent: "give_name",
        entities: ["name"],
      },
      {
        user: "Lovely, thanks. Bye!",
        agent: "We look forward to welcoming you. Goodbye!",
        intent: "goodbye",
      },
    ],
  },
  {
    topic: "late_arrival",
    exchanges: [
      {
        user: "We land after midnight. Is somebody at the desk?",
        agent: "Yes, the desk is staffed all night. May I have your booking reference?",
        intent: "late_arrival",
      },
      {
        user: "{code}.",
        agent: "Found it, {name}. I've noted a late arrival, so your room is kept.",
        intent: "give_reference",
        entities: ["code"],
      },
      {
        user: "And can we still get something to eat then?",
        agent: "The kitchen closes at eleven, but cold plates are served until two.",
        intent: "ask_food",
      },
    ],
  },
  {
    topic: "parking",
    exchanges: [
      {
        user: "Do you have parking?",
        agent: "We do: underground, £18 a night. Would you like a space reserved?",
        intent: "ask_parking",
      },
      { user: "", agent: "Are you still there? I asked whether to reserve a parking space." },
      {
        user: "Sorry, yes. It's for room {room}.",
        agent: "Done. A space is reserved for room {room}.",
        intent: "reserve_parking",
        entities: ["room"],
      },
    ],
  },
  {
    topic: "payment",
    exchanges: [
      {
        user: "I was charged twice for my stay.",
        agent: "I'm sorry about that. Could you key in the last four digits of the card?",
        intent: "billing_problem",
      },
      {
        user: "",
        dtmf: "{digits}",
        agent: "Thank you. I do see two charges on {date}.",
        intent: "give_card",
      },
      {
        user: "Can you give one back?",
        agent: "That needs a colleague in accounts. I'm putting you through now.",
        intent: "ask_refund",
      },
    ],
    handoff: { reason: "refund", destination: "accounts" },
  },
  {
    topic: "lost_property",
    exchanges: [
      {
        user: "I think I left a blue scarf in room {room}.",
        agent: "Let me check. When did you stay with us?",
        intent: "lost_item",
        entities: ["room"],
      },
      {
        user: "Until {date}.",
        agent: "A scarf was handed in that day. Shall we post it?",
        intent: "give_date",
        entities: ["date"],
      },
      {
        user: "By the way, who won the match last night?",
        agent: "I'm afraid I only know about the hotel. Shall we post the scarf?",
        outOfDomain: true,
      },
      {
        user: "Yes, to {name}, {postcode}.",
        agent: "It goes out tomorrow, {name}.",
        intent: "give_address",
        entities: ["name", "postcode"],
      },
    ],
  },
  {
    topic: "complaint",
    exchanges: [
      {
        user: "The room next door has been loud since three. I want to speak to a person.",
        agent: "I'm sorry, that should not be. I'll get the duty manager for you.",
        intent: "complaint",
      },
    ],
    handoff: { reason: "complaint", destination: "duty-manager" },
  },
];

export const SPANISH: Dialogue[] = [
  {
    topic: "booking",
    exchanges: [
      {
        user: "Hola, quería reservar una doble para el {date}.",
        agent: "Claro que sí. ¿A nombre de quién?",
        intent: "book_room",
        entities: ["date"],
        english: {
          user: "Hello, I'd like to book a double for {date}.",
          agent: "Of course. Under what name?",
        },
      },
      {
        user: "{name}.",
        agent: "Perfecto, {name}. Su localizador es {code}.",
        intent: "give_name",
        entities: ["name"],
        english: { user: "{name}.", agent: "Perfect, {name}. Your reference is {code}." },
      },
    ],
  },
  {
    topic: "cancel",
    exchanges: [
      {
        user: "Tengo que cancelar la reserva {code}.",
        agent: "Lo siento. La cancelación es gratuita hasta mañana. ¿La confirmo?",
        intent: "cancel_booking",
        entities: ["code"],
        english: {
          user: "I have to cancel booking {code}.",
          agent: "I'm sorry. Cancelling is free until tomorrow. Shall I confirm?",
        },
      },
      {
        user: "",
        agent: "¿Sigue ahí? ¿Confirmo la cancelación?",
        english: { user: "", agent: "Are you still there? Shall I confirm the cancellation?" },
      },
      {
        user: "Sí, por favor.",
        agent: "Cancelada. Le hemos enviado un correo.",
        intent: "confirm",
        english: { user: "Yes, please.", agent: "Cancelled. We have sent you an email." },
      },
    ],
  },
  {
    topic: "group",
    exchanges: [
      {
        user: "Somos veinticuatro, ¿pueden hacer un precio de grupo?",
        agent: "Para grupos le paso con eventos. Un momento.",
        intent: "group_rate",
        english: {
          user: "There are twenty-four of us, is there a group rate?",
          agent: "For groups I'll put you through to events. One moment.",
        },
      },
    ],
    handoff: { reason: "group booking", destination: "eventos" },
  },
];

export const CHAT: Dialogue[] = [
  {
    topic: "towels",
    exchanges: [
      {
        user: "could we get more towels in {room}",
        agent: "On their way to room {room}. Anything else?",
        intent: "housekeeping",
        entities: ["room"],
      },
      { user: "no thats all :)", agent: "Enjoy your stay!", intent: "goodbye" },
    ],
  },
  {
    topic: "breakfast",
    exchanges: [
      {
        user: "朝食は何時からですか",
        agent: "朝食は6時半から10時までです。",
        intent: "ask_breakfast",
        english: { user: "From what time is breakfast?", agent: "Breakfast is from 6:30 to 10." },
      },
      {
        user: "ありがとうございます",
        agent: "どうぞごゆっくり。",
        intent: "thanks",
        english: { user: "Thank you very much", agent: "Please enjoy your stay." },
      },
    ],
  },
  {
    topic: "order",
    exchanges: [
      {
        user: "one club sandwich and a lemonade to {room} pls",
        agent: "A club sandwich and a lemonade to room {room}, £19.50 on your bill. Right?",
        intent: "order_food",
        entities: ["room"],
      },
      { user: "yep", agent: "It will be with you in about 25 minutes.", intent: "confirm" },
    ],
  },
];

export const NAMES = [
  "Maeve O'Connor",
  "Zoë Martin",
  "Łukasz Żurek",
  "Anaïs Dupré",
  "Noor Haddad",
  "Jørgen Bakke",
  "Priya Raman",
  "Tom Ashworth",
  "Inés Muñoz",
  "Hannah Weiß",
  "Kwame Mensah",
  "Sofía Herrera",
  "Dafydd Rhys",
  "Chiara Rossi",
  "山田 花子",
  "Björn Åkesson",
];

export const POSTCODES = ["BS1 4ST", "EH6 7DX", "SW20 8AB", "CF10 5AL", "LA2 9QT"];
