import type { ContractId } from "../../contracts/contractId.js";
import type { FxPair, InstrumentCode } from "../../instruments/codes.js";
import type { TimeLike } from "../../time/text.js";
import type { BarFrequency } from "../broker.js";
import type { RequestKind } from "./requestKinds.js";

/** When a fault is there: from one wall time to another, both included; a text stands for the period it names. */
export interface FaultSpan {
  readonly from: TimeLike;
  /** Default the end of what `from` names, at least its day; for `unit`, `pointSize` and `expiry` for ever. */
  readonly to?: TimeLike;
}

/** Where bars are at fault, on each day of the span: everywhere where nothing is named. */
export interface BarPlace extends FaultSpan {
  readonly instrument?: InstrumentCode;
  /** Only this contract of the instrument. */
  readonly contract?: ContractId;
  /** An FX pair, instead of an instrument. */
  readonly pair?: FxPair;
  /** Default both. */
  readonly frequency?: BarFrequency;
}

/** Whose questions get no good answer, asked during the span: everybody's where nothing is named. */
export interface AnswerPlace extends FaultSpan {
  readonly instrument?: InstrumentCode;
  readonly contract?: ContractId;
  readonly pair?: FxPair;
  /** Default all that may be asked. */
  readonly requests?: readonly RequestKind[];
}

/** What the broker puts right after so many days; left out: never. */
export interface Corrected {
  readonly correctedAfter?: number;
}

/** Bars that are wrong, whoever asks. Fills and account values know better, except of legitimate negative prices. */
export type BarFault =
  /** Bars that never come. */
  | (BarPlace & { readonly kind: "missing" })
  /** Bars that come so many days after they should. */
  | (BarPlace & { readonly kind: "late"; readonly days: number })
  /** FINAL times a factor; of hourly bars, that of the day's last. */
  | (BarPlace & Corrected & { readonly kind: "spike"; readonly factor: number })
  /** FINAL is 0. */
  | (BarPlace & Corrected & { readonly kind: "zero" })
  /** FINAL below zero, of contracts only. Legitimate: the whole bar is, things trade there, and it is never corrected. */
  | (BarPlace & Corrected & { readonly kind: "negative"; readonly legitimate?: boolean })
  /** Prices in another unit: all four times a factor, 100 for cents. */
  | (BarPlace & { readonly kind: "unit"; readonly factor: number })
  /** A contract's daily bar of only the first so much of the session, default a half. */
  | (BarPlace & Corrected & { readonly kind: "partial"; readonly share?: number });

/** Questions that get an error, or nothing. */
export type RefusalFault =
  /** `BROKER_NOT_FOUND` for what is there. */
  | (AnswerPlace & { readonly kind: "notFound" })
  /** `BROKER_DISCONNECTED`; with `answerLost` what was asked is done, and only its answer does not arrive. */
  | (AnswerPlace & { readonly kind: "disconnected"; readonly answerLost?: boolean })
  /** `BROKER_PACING` for every n-th question. */
  | (AnswerPlace & { readonly kind: "pacing"; readonly every: number })
  /** `BROKER_PERMISSION`. */
  | (AnswerPlace & { readonly kind: "permission" })
  /** No answer, ever: the question ends when its signal aborts. */
  | (AnswerPlace & { readonly kind: "silent" })
  /** `BROKER_ANSWER`, of prices: a bar came twice, or the bars in no order. */
  | (AnswerPlace & { readonly kind: "garbled"; readonly how: "duplicated" | "unsorted" });

/** What the broker says, or does not say, of contracts: of all where nothing is named. */
export type TermsFault =
  /** The point size times a factor. */
  | (FaultSpan & {
      readonly kind: "pointSize";
      readonly instrument?: InstrumentCode;
      readonly factor: number;
    })
  /** The last day of trading so many days later, or earlier. */
  | (FaultSpan & {
      readonly kind: "expiry";
      readonly instrument?: InstrumentCode;
      readonly contract?: ContractId;
      readonly days: number;
    })
  /** What was done in the span is held, but never told among the executions. */
  | (FaultSpan & {
      readonly kind: "lostExecutions";
      readonly instrument?: InstrumentCode;
      readonly contract?: ContractId;
    });

/** One thing that goes wrong at a simulated broker: a line of its fault script. */
export type BrokerFault = BarFault | RefusalFault | TermsFault;

export type FaultKind = BrokerFault["kind"];
