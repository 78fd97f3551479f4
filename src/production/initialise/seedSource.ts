import type { ContractPriceSource } from "../../broker/broker.js";
import { orderedSource } from "../../broker/sources/orderedSource.js";
import { contractKey } from "../../contracts/contractKey.js";
import { ContangoError } from "../../errors/contangoError.js";
import { didYouMean } from "../../errors/nearestName.js";
import type { InstrumentCode } from "../../instruments/codes.js";
import type { Desk } from "../desk.js";
import { patientSource } from "../prices/patiently.js";
import { BROKER, priceSourcesOf } from "../prices/priceSources.js";
import { barsByFrequency } from "./foreignBars.js";

/** The name that stands for contract prices that are stored already. */
export const STORED = "stored";

/**
 * The source of a new instrument's prices: one that is given; by name, `stored` and `broker` among them; or those of
 * `price_sources`, in order.
 *
 * @throws ContangoError `PRICE_SOURCE` for a name that the desk does not know; `BROKER_MISSING` where there is none.
 */
export function seedSource(
  desk: Desk,
  instrument: InstrumentCode,
  given: ContractPriceSource | string | undefined,
): ContractPriceSource {
  if (given === undefined) return orderedSource(priceSourcesOf(desk, instrument));
  if (typeof given !== "string") return patientSource(given, desk.clock);
  if (given === STORED) return storedSource(desk);
  const named = given === BROKER ? desk.broker?.prices : desk.priceSources[given];
  if (named !== undefined) return patientSource(named, desk.clock);
  const known = [
    STORED,
    ...(desk.broker?.prices === undefined ? [] : [BROKER]),
    ...Object.keys(desk.priceSources),
  ];
  throw new ContangoError(
    "PRICE_SOURCE",
    "initialise",
    `the desk has no price source "${given}"${didYouMean(given, known)}; it has ${known.join(", ")}`,
    { details: { source: given, known } },
  );
}

/** Contract prices that are stored: of days, or merged where those of days are not kept apart. */
const storedSource = ({ data }: Desk): ContractPriceSource => ({
  name: "the store",
  contractPrices: async (key, frequency) => {
    const found = await data.contractPrices.read({ ...key, frequency });
    if (found !== undefined) return found;
    const merged = await data.contractPrices.read(key);
    const split = merged && barsByFrequency(merged, "merged")[frequency];
    if (split !== undefined) return split;
    throw new ContangoError(
      "BROKER_NOT_FOUND",
      "initialise",
      `no prices of ${contractKey(key.instrument, key.contract)} are stored`,
      { details: { ...key } },
    );
  },
});
