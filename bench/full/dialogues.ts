import { importedConversationSchema } from "@/lib/features/conversations/contract";
import { toRow } from "@/lib/features/conversations/to-row";

// Calls of ten turns, converted by the product's own code, with placeholders that the fill replaces for each call.

/** Placeholders in a call: the booking reference, the caller's town and the date. */
export const PLACEHOLDERS = { reference: "qzref", town: "qztown", day: "2001-01-01" } as const;

/** A call that is ready to be stored except for its placeholders. Lists of words are one string, separated by "|". */
export interface Dialogue {
  topic: string;
  turns: string;
  latencies: string;
  userWords: string;
  agentWords: string;
  words: string;
  silences: number;
  outOfDomain: number;
}

const TOPICS: [string, string, string][] = [
  ["booking", "I would like a room with a view of the harbour for two nights", "The double room is free"],
  ["luggage", "Can you keep our luggage until the evening train", "Leave your luggage with the porter"],
  ["parking", "Is there somewhere to park a van overnight", "The garage below the house takes vans"],
  ["breakfast", "When is breakfast served at the weekend", "Breakfast is from seven to eleven"],
  ["invoice", "I need the invoice again with our company name", "The invoice is on its way to you by mail"],
  ["late_arrival", "We land after midnight and come by taxi", "Somebody is at the desk all night"],
  ["cancel", "Something came up and I have to cancel", "It is cancelled without any fee"],
  ["spa", "Is the sauna open on Sunday evening", "The sauna is open until ten"],
];

const SYLLABLES = [
  "ba",
  "del",
  "for",
  "gi",
  "hum",
  "ka",
  "lor",
  "mi",
  "nev",
  "os",
  "pra",
  "rin",
  "su",
  "tol",
  "vex",
];
const VOCABULARY = 3000;

/** The n-th word of a generated vocabulary. */
function vocabularyWord(n: number): string {
  let word = "";
  for (let rest = n + 16; rest > 0; rest = Math.floor(rest / 15)) word += SYLLABLES[rest % 15];
  return word;
}

/** A small seeded generator, so that every fill creates the same data. */
function seededRandom(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >>> 8) / 2 ** 23;
  };
}

/** A random word, distributed as in a language: the k-th is about k times rarer than the first (Zipf's law). */
const randomWord = (random: () => number): string => vocabularyWord(Math.floor(VOCABULARY ** random()) - 1);

/** Generates `count` different calls; the n-th is about topic n modulo 8. */
export function* dialogues(count: number): Generator<Dialogue> {
  for (let n = 0; n < count; n++) {
    const random = seededRandom(n + 1);
    const [topic = "", question = "", answer = ""] = TOPICS[n % TOPICS.length] ?? [];
    const randomWords = () => Array.from({ length: 4 }, () => randomWord(random)).join(" ");
    const turns = Array.from({ length: 10 }, (_, index) => {
      const second = String(index * 5 + 3).padStart(2, "0");
      const silent = index === 6 && n % 20 === 0;
      return {
        user_input: silent
          ? ""
          : (["Hello, this is somebody from qztown.", `${question}, please.`, "The reference is qzref."][
              index
            ] ?? `And what about ${randomWords()}?`),
        user_input_datetime: `${PLACEHOLDERS.day}T10:00:${second}.120Z`,
        agent_response:
          ["Good morning, Harbour Hotel. How can I help?", `${answer}.`, "Thank you, I have found qzref."][
            index
          ] ?? `Of course: ${randomWords()}. Is there "anything" else?`,
        agent_response_datetime: `${PLACEHOLDERS.day}T10:00:${second}.900Z`,
        latency: Math.round(300 + random() * 1100) / 1000,
        intents: index < 3 ? [`ask_${topic}`] : [],
        entities: index === 2 ? [{ reference: "qzref" }] : [],
        is_silence: silent,
        is_ood: index === 8 && n % 33 === 0,
      };
    });
    const stored = toRow(
      importedConversationSchema.parse({
        ...{
          id: "x",
          environment: "live",
          started_at: `${PLACEHOLDERS.day}T10:00:00Z`,
          channel: "VOICE-SIP",
        },
        ...{ in_progress: false, turns },
      }),
    );
    const joinWords = (list: string) => (JSON.parse(list) as string[]).join("|");
    yield {
      topic,
      turns: stored.turns,
      latencies: stored.latencies,
      userWords: joinWords(stored.userWords),
      agentWords: joinWords(stored.agentWords),
      words: joinWords(stored.words),
      silences: stored.numSilences,
      outOfDomain: stored.numOod,
    };
  }
}
