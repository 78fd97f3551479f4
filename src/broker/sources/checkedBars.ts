import type { ContractKey } from "../../contracts/contractKey.js";
import { ContangoError } from "../../errors/contangoError.js";
import {
  CONTRACT_PRICE_COLUMNS,
  type ContractPrices,
  contractPricesFrame,
} from "../../prices/contractPrices.js";
import { Frame } from "../../series/frame.js";
import { midnightToClose } from "../../time/close.js";
import type { BarFrequency } from "../broker.js";

/** Which bars were asked for, and of whom. */
export interface BarsQuestion extends ContractKey {
  readonly source: string;
  readonly frequency: BarFrequency;
}

/**
 * The bars that a source answered with, as columns OPEN, HIGH, LOW, FINAL, VOLUME of float64: a column other than FINAL
 * that it lacks is missing, and a daily bar stamped midnight is moved to 23:00 of its day. Times ascend, as a frame's do.
 *
 * @throws ContangoError `BROKER_ANSWER` for what is no frame, or has no FINAL, or text where numbers belong.
 */
export function checkedBars(answer: unknown, question: BarsQuestion): Frame {
  if (!(answer instanceof Frame)) throw wrongAnswer(question, "what is no frame of bars");
  if (!answer.columns.has("FINAL")) {
    throw wrongAnswer(question, `bars without FINAL (columns ${answer.names.join(", ") || "none"})`);
  }
  const columns = CONTRACT_PRICE_COLUMNS.map((name) => [name, numbers(answer, name, question)]);
  const prices: ContractPrices = {
    time: closingTimes(answer.time, question),
    ...Object.fromEntries(columns),
  };
  return contractPricesFrame(prices);
}

function numbers(bars: Frame, name: string, question: BarsQuestion): Float64Array {
  const column = bars.columns.get(name);
  if (column === undefined) return new Float64Array(bars.length).fill(Number.NaN);
  if (column.kind === "string") throw wrongAnswer(question, `text in column ${name}`);
  return bars.series(name).values;
}

function closingTimes(time: Float64Array, question: BarsQuestion): Float64Array {
  if (question.frequency !== "Day" || time.every((at) => midnightToClose(at) === at)) return time;
  const closing = time.map(midnightToClose);
  if (closing.every((at, row) => row === 0 || at > closing[row - 1]!)) return closing;
  throw wrongAnswer(question, "two daily bars of one day");
}

function wrongAnswer({ source, frequency, instrument, contract }: BarsQuestion, what: string): ContangoError {
  return new ContangoError(
    "BROKER_ANSWER",
    "broker",
    `${source} answered the question for ${frequency} bars of ${instrument}/${contract} with ${what}; correct the source, or ` +
      "leave it out of price_sources",
    { details: { source, instrument, contract, frequency } },
  );
}
