import type { ContractId } from "../contracts/contractId.js";
import type { InstrumentCode } from "../instruments/codes.js";
import { contractPrices, contractPricesFrame } from "../prices/contractPrices.js";
import type { Frame } from "../series/frame.js";
import type { MarketContract } from "./marketContracts.js";
import { eachColumn } from "./marketHistory.js";
import { refuse } from "./marketRefusal.js";
import { randomStream } from "./randomStream.js";

/** A bad price that was planted in a generated market. */
export interface MarketFault {
  /** `spike`: the decimal point of FINAL slipped one place. `zero`: FINAL is 0. `missing`: the bar is not there. */
  readonly kind: "spike" | "zero" | "missing";
  readonly instrument: InstrumentCode;
  readonly contract: ContractId;
  readonly time: number;
  /** FINAL as the market shows it; NaN where the bar is missing. */
  readonly value: number;
  /** FINAL as it was. */
  readonly trueValue: number;
}

const KINDS = ["spike", "zero", "missing"] as const;

/** Faults keep so many bars from the start of a contract, so that what is usual can be known, and from one another. */
const CLEAN_BARS = 40;
const APART = 5;

/** The contracts of one instrument, by contract. */
export interface ContractsOfInstrument {
  readonly code: InstrumentCode;
  readonly contracts: readonly MarketContract[];
}

/**
 * Plants `count` faults, kinds in turn, at random places all over a market.
 *
 * @throws ContangoError `MARKET_PARAMETER` where the market has no room for so many.
 */
export function plantFaults(
  seed: string,
  market: readonly ContractsOfInstrument[],
  count: number,
): { readonly market: readonly ContractsOfInstrument[]; readonly faults: readonly MarketFault[] } {
  if (!(Number.isSafeInteger(count) && count >= 0)) {
    throw refuse(`the market was to have ${count} bad prices; give a whole number`);
  }
  const random = randomStream(seed);
  const all = market.flatMap(({ code, contracts }) => contracts.map((contract) => ({ code, contract })));
  const places = all.flatMap(({ contract }, at) =>
    Array.from(
      { length: Math.max(0, Math.floor((contract.prices.length - CLEAN_BARS) / APART)) },
      (_, slot) => ({
        at,
        row: CLEAN_BARS + slot * APART,
      }),
    ),
  );
  if (count > places.length) {
    throw refuse(
      `the market has room for ${places.length} bad prices, not ${count}; ask for fewer, or for more years`,
    );
  }
  const faults: MarketFault[] = [];
  const frames = all.map(({ contract }) => contract.prices);
  const missing = all.map((): number[] => []);
  for (let number = 0; number < count; number++) {
    const chosen = random.below(places.length - number);
    const { at, row } = places[chosen]!;
    places[chosen] = places[places.length - 1 - number]!;
    const kind = KINDS[number % KINDS.length]!;
    const { code, contract } = all[at]!;
    const trueValue = contract.prices.floats("FINAL")[row]!;
    const value =
      kind === "zero" ? 0 : kind === "missing" ? Number.NaN : trueValue * (random.uniform() < 0.5 ? 0.1 : 10);
    if (kind === "missing") missing[at]!.push(row);
    else frames[at] = withFinal(frames[at]!, row, value);
    const time = contract.prices.time[row]!;
    faults.push({ kind, instrument: code, contract: contract.contract, time, value, trueValue });
  }
  const faulty = new Map(
    all.map(({ contract }, at) => [
      contract,
      { ...contract, prices: withoutRows(frames[at]!, missing[at]!) },
    ]),
  );
  return {
    market: market.map(({ code, contracts }) => ({
      code,
      contracts: contracts.map((contract) => faulty.get(contract)!),
    })),
    faults: faults.sort((a, b) => a.time - b.time),
  };
}

/** Bars with another FINAL in one row, and HIGH and LOW that still hold it. */
function withFinal(frame: Frame, row: number, value: number): Frame {
  const bars = contractPrices(frame);
  const changed = (column: Float64Array, to: number): Float64Array => column.with(row, to);
  return contractPricesFrame({
    ...bars,
    FINAL: changed(bars.FINAL, value),
    HIGH: changed(bars.HIGH, Math.max(bars.HIGH[row]!, value)),
    LOW: changed(bars.LOW, Math.min(bars.LOW[row]!, value)),
  });
}

/** Bars without some rows. */
export function withoutRows(frame: Frame, rows: Iterable<number>): Frame {
  const gone = new Set(rows);
  if (gone.size === 0) return frame;
  const keep = (column: Float64Array): Float64Array => column.filter((_, row) => !gone.has(row));
  const bars = contractPrices(frame);
  return contractPricesFrame(eachColumn(keep(bars.time), (name) => keep(bars[name])));
}
