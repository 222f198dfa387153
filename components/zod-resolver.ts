import { zodResolver } from "@hookform/resolvers/zod";
import { config } from "zod";

// The pages' policy forbids code made of text, and trying whether it does is reported as a breach.
config({ jitless: true });

/** Checks a form by a schema of a contract. Every form takes it from here. */
export { zodResolver };
