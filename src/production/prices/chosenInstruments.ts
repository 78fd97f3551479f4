import { ContangoError } from "../../errors/contangoError.js";
import { didYouMean } from "../../errors/nearestName.js";
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

/** The error of an instrument that was never initialised, or is misspelt. */
export async function noMultiplePrices({ data }: Desk, instrument: InstrumentCode): Promise<ContangoError> {
  const hint = didYouMean(instrument, await data.multiplePrices.list());
  return new ContangoError(
    "STORE_MISSING",
    "production",
    `there are no multiple prices of ${instrument}${hint}; correct the name, or initialise them first`,
    { details: { instrument } },
  );
}
