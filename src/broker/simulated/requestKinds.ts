/** What a broker may be asked; prices by the frequency of their bars. */
export const REQUEST_KINDS = [
  "fxPairs",
  "fxPrices",
  "contracts",
  "expiry",
  "pointSize",
  "dailyPrices",
  "hourlyPrices",
  "accountValues",
  "positions",
  "executions",
  "trade",
] as const;

export type RequestKind = (typeof REQUEST_KINDS)[number];

/** How often each was asked, refused questions included. */
export type RequestCounts = Readonly<Record<RequestKind, number>>;
