import type { ContractId } from "../../contracts/contractId.js";
import { backAdjust } from "../../prices/backAdjust.js";
import { contractPriceSet } from "../../prices/contractPriceSet.js";
import { multiplePrices } from "../../prices/multiplePrices.js";
import { dropMissing } from "../../series/dropMissing.js";
import type { Frame } from "../../series/frame.js";
import { Series } from "../../series/series.js";
import { DAY } from "../../time/civil.js";
import { formatTime } from "../../time/text.js";
import { type CalendarOptions, calendarFromContracts } from "./calendarFromContracts.js";
import { multipleFromContracts } from "./multipleFromContracts.js";

/** All that is made of the contract prices of an instrument. */
export interface InstrumentPlan {
  readonly calendar: Frame;
  readonly multiple: Frame;
  readonly adjusted: Series;
  /** Sentences (without their points) about what is not as one would wish. */
  readonly notes: readonly string[];
}

/** Days without a price of the priced contract that are worth a word. */
const LONG_GAP = 10;

/**
 * Calendar, multiple and adjusted prices from the bars of contracts.
 *
 * @throws ContangoError `ROLL_CALENDAR`, `CONTRACT_PRICES_MISSING`, `PRICES_EMPTY`, `STITCH_GAP`.
 */
export function planInstrument(
  bars: ReadonlyMap<ContractId, Frame>,
  options: CalendarOptions,
): InstrumentPlan {
  const { instrument, now } = options;
  const closes = contractPriceSet([...bars].map(([contract, frame]) => [contract, frame.series("FINAL")]));
  const { calendar, notes } = calendarFromContracts(closes, options);
  const multiple = multipleFromContracts(calendar, closes, options);
  const adjusted = backAdjust(multiple, { instrument, forwardFill: true });
  const { time, PRICE } = multiplePrices(multiple);
  const priced = dropMissing(new Series(time, PRICE));
  return {
    calendar,
    multiple,
    adjusted,
    notes: [...notes, ...gapNotes(priced, now), ...forwardNotes(multiple)],
  };
}

const day = (time: number): string => formatTime(time).slice(0, 10);

function gapNotes({ time }: Series, now: number): readonly string[] {
  const notes: string[] = [];
  for (let row = 1; row < time.length; row++) {
    const days = Math.round((time[row]! - time[row - 1]!) / DAY);
    if (days > LONG_GAP) notes.push(`no price for ${days} days after ${day(time[row - 1]!)}`);
  }
  const last = time.at(-1);
  const since = last === undefined ? 0 : Math.floor((now - last) / DAY);
  return since > LONG_GAP ? [...notes, `prices end on ${day(last!)}, ${since} days ago`] : notes;
}

function forwardNotes(multiple: Frame): readonly string[] {
  const { FORWARD, FORWARD_CONTRACT, PRICE_CONTRACT } = multiplePrices(multiple);
  const last = multiple.length - 1;
  const forward = FORWARD_CONTRACT.dictionary[FORWARD_CONTRACT.values[last]!];
  let row = last;
  while (row >= 0 && PRICE_CONTRACT.values[row] === PRICE_CONTRACT.values[last]) {
    if (!Number.isNaN(FORWARD[row]!)) return [];
    row--;
  }
  return [`the forward contract ${forward} has no price yet`];
}

/** Contracts without prices that lie between contracts with prices. */
export function missingBetween(
  wanted: readonly ContractId[],
  bars: ReadonlyMap<ContractId, Frame>,
): readonly ContractId[] {
  const there = [...bars.keys()].sort();
  const [first, last] = [there[0], there.at(-1)];
  if (first === undefined || last === undefined) return [];
  return wanted.filter((contract) => contract > first && contract < last && !bars.has(contract));
}
