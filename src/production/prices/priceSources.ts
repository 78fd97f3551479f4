import type { ContractPriceSource } from "../../broker/broker.js";
import { ContangoError } from "../../errors/contangoError.js";
import { didYouMean } from "../../errors/nearestName.js";
import type { InstrumentCode } from "../../instruments/codes.js";
import type { Desk } from "../desk.js";
import { patientSource } from "./patiently.js";

/** The name that stands for the desk's broker. */
export const BROKER = "broker";

/**
 * Where the contract prices of an instrument come from, in order: those that `price_sources` names for it, or for `default`.
 * A broker that is named but not there is left out where another source is.
 *
 * @throws ContangoError `PRICE_SOURCE` for a name that the desk does not know; `BROKER_MISSING` where nothing is left.
 */
export function priceSourcesOf(desk: Desk, instrument: InstrumentCode): readonly ContractPriceSource[] {
  const chosen = desk.config.get("price_sources");
  const names = (Object.hasOwn(chosen, instrument) ? chosen[instrument] : chosen.default) ?? [];
  const sources = names.flatMap((name) => {
    const source = name === BROKER ? desk.broker?.prices : namedSource(desk, name, instrument);
    return source === undefined ? [] : [patientSource(source, desk.clock)];
  });
  if (sources.length > 0) return sources;
  throw new ContangoError(
    "BROKER_MISSING",
    "production",
    `there is no source of contract prices for ${instrument}: give openDesk a broker with prices, or { priceSources } and ` +
      `name them in price_sources (now ${names.join(", ") || "empty"})`,
    { details: { instrument, sources: names } },
  );
}

function namedSource({ priceSources }: Desk, name: string, instrument: InstrumentCode): ContractPriceSource {
  const known = Object.keys(priceSources);
  if (Object.hasOwn(priceSources, name)) return priceSources[name]!;
  throw new ContangoError(
    "PRICE_SOURCE",
    "production",
    `price_sources of ${instrument} names "${name}", which the desk does not have${didYouMean(name, known)}; it has ` +
      `${[BROKER, ...known].join(", ")}: give openDesk { priceSources: { ${JSON.stringify(name)}: … } }`,
    { details: { instrument, source: name } },
  );
}
