import type { ContractId } from "../contracts/contractId.js";

/** A position to hold exactly. */
export interface SimplePosition {
  readonly kind: "simple";
  /** In contracts; may be fractional; NaN where there is none. */
  readonly position: number;
}

/** A buffer: any position between the two bounds is good enough. */
export interface BufferedPosition {
  readonly kind: "buffered";
  /** In contracts, fractional; NaN where there is none. */
  readonly lower: number;
  readonly upper: number;
  /** Price of `referenceContract` when the position was computed. */
  readonly referencePrice: number;
  readonly referenceContract: ContractId;
}

/** An ideal fractional position before it is optimised into whole contracts; it is not traded itself. */
export interface RawPosition {
  readonly kind: "raw";
  readonly optimal: number;
  readonly referencePrice: number;
  readonly referenceContract: ContractId;
  /** Wall time in epoch milliseconds. */
  readonly referenceTime: number;
}

/** What dynamic optimisation made of a {@link RawPosition}, with what it knew. Weights are fractions of capital. */
export interface DynamicPosition {
  readonly kind: "dynamic";
  readonly referencePrice: number;
  readonly referenceContract: ContractId;
  /** Wall time in epoch milliseconds. */
  readonly referenceTime: number;
  /** The ideal fractional position, in contracts. */
  readonly optimal: number;
  readonly weightPerContract: number;
  readonly previousPosition: number;
  readonly previousWeight: number;
  readonly reduceOnly: boolean;
  readonly dontTrade: boolean;
  readonly positionLimitContracts: number;
  readonly positionLimitWeight: number;
  readonly optimumWeight: number;
  readonly minimumWeight: number;
  readonly maximumWeight: number;
  readonly startWeight: number;
  readonly optimisedWeight: number;
  /** The position to hold, in whole contracts. */
  readonly optimisedPosition: number;
}

/** What a strategy of the user's own leaves: prices to enter and exit at, say. Only code of the user's own trades it. */
export interface CustomPosition {
  readonly kind: "custom";
  /** Values by column, the same columns every night. A number may be NaN. */
  readonly values: Readonly<Record<string, number | boolean | string>>;
}

/** The position that a strategy wants in one instrument, as its backtest left it. */
export type OptimalPosition =
  | SimplePosition
  | BufferedPosition
  | RawPosition
  | DynamicPosition
  | CustomPosition;

/** Kinds that their columns tell. */
export type OptimalPositionKind = Exclude<OptimalPosition["kind"], "custom">;
