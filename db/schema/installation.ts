import { pgTable, text } from "drizzle-orm/pg-core";
import { createdAt } from "./columns";

/** Facts about this installation as a whole, such as that the sample workspace was filled once. */
export const installation = pgTable("installation", {
  name: text("name").primaryKey(),
  value: text("value").notNull(),
  createdAt: createdAt(),
});
