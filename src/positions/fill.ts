import type { ContractKey } from "../contracts/contractKey.js";
import type { CurrencyCode, StrategyName } from "../instruments/codes.js";

/** A trade that was done, as the books keep it. */
export interface Fill extends ContractKey {
  /** The broker's execution id, or one made from what a person recorded: the same fill is kept once. */
  readonly id: string;
  /** Whose position it changes; undefined until a person or a label attributes it. */
  readonly strategy?: StrategyName;
  /** Contracts bought, below zero for sold; never zero. */
  readonly quantity: number;
  readonly price: number;
  /** Epoch milliseconds UTC. */
  readonly time: number;
  /** In `currency`; undefined where nobody said. */
  readonly commission?: number;
  readonly currency?: CurrencyCode;
  readonly account?: string;
  /** Where it was recorded: by hand, from a CSV file, or from the broker's executions. */
  readonly source: "hand" | "csv" | "broker";
}
