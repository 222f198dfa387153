/** Whole seconds from one instant to another, as PostgreSQL's integer holds them. */
export const secondsBetween = (from: Date, to: Date): number =>
  Math.min(2_147_483_647, Math.max(0, Math.round((to.getTime() - from.getTime()) / 1000)));
