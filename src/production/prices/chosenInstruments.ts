import type { InstrumentCode } from "../../instruments/codes.js";
import type { Desk } from "../desk.js";

/** Which instruments a process works on. */
export interface InstrumentChoice {
  /** Only these, stale ones too. Default: all that have multiple prices and are not among `stale_instruments`. */
  readonly instruments?: readonly InstrumentCode[];
}

/** The instruments to work on; those named need not exist, which their item then tells. */
export async function chosenInstruments(
  { data, config }: Desk,
  { instruments }: InstrumentChoice,
): Promise<readonly InstrumentCode[]> {
  if (instruments !== undefined) return instruments;
  const stale = new Set(config.get("stale_instruments"));
  return (await data.multiplePrices.list()).filter((code) => !stale.has(code));
}
