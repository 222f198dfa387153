import { pgTable, text } from "drizzle-orm/pg-core";
import { createdAt } from "./columns";

/** Facts about the installation as a whole, such as whether the sample workspace was created. */
export const installation = pgTable("installation", {
  name: text("name").primaryKey(),
  value: text("value").notNull(),
  createdAt: createdAt(),
});
