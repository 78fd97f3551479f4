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
  /**
   * What the broker's order was labelled with, undefined where it was not; of a fill that a person told and that was booked for no
   * strategy, whose it was said to be.
   */
  readonly reference?: string;
  /** Of a fill that a person recorded: the id of the broker's execution that is the same trade, and that it gave way to. */
  readonly execution?: string;
  /** Where it was recorded: by hand, from a CSV file, or from the broker's executions. */
  readonly source: "hand" | "csv" | "broker";
}

/** A fill that is booked for no strategy, though it was said whose it is. */
export function nobodysFill({ strategy, ...fill }: Fill): Fill {
  return fill.source === "broker" || strategy === undefined ? fill : { ...fill, reference: strategy };
}
