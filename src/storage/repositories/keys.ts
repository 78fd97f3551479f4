import type { ContractKey } from "../../contracts/contractKey.js";
import type { InstrumentCode, StrategyName } from "../../instruments/codes.js";

/** Prices of one contract at one frequency; without a frequency, daily and intraday prices merged. */
export interface ContractPriceKey extends ContractKey {
  readonly frequency?: "Day" | "Hour";
}

/** What one strategy holds, or wants to hold, of one instrument. */
export interface StrategyInstrument {
  readonly strategy: StrategyName;
  readonly instrument: InstrumentCode;
}

/** The key of the total capital ledger. */
export const TOTAL_CAPITAL = "__global_capital";
