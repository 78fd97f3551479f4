import { type Contract, daysToExpiry } from "../../contracts/contract.js";
import type { RollParameters } from "../../contracts/rollParameters.js";
import type { InstrumentCode } from "../../instruments/codes.js";
import type { Instrument } from "../../instruments/instrument.js";
import type { Desk } from "../../production/desk.js";
import { dayOf } from "../../time/civil.js";
import { formatDay } from "../../time/text.js";
import { type Listing, listing } from "./listing.js";
import { stored } from "./stored.js";

/** One thing that configuration says of an instrument. */
export interface InstrumentFact {
  readonly name: string;
  readonly value: string;
}

/**
 * What is stored about an instrument: its configuration, costs and roll parameters.
 *
 * @throws ContangoError `STORE_MISSING` with the instrument that may have been meant.
 * @example
 * await instrumentDetails(desk, "CORN");
 */
export async function instrumentDetails(
  { data }: Desk,
  instrument: InstrumentCode,
): Promise<Listing<InstrumentFact>> {
  const found = await data.instruments.read(instrument);
  const about = await stored(found, "details", instrument, data.instruments.list);
  const rolls = await data.rollParameters.read(instrument);
  const facts = [...factsOf(about), ...(rolls === undefined ? [] : factsOf(rolls))];
  return listing("details", facts, [
    { name: "", text: ({ name }) => name },
    { name: instrument, text: ({ value }) => value },
  ]);
}

const factsOf = (values: Instrument | RollParameters): readonly InstrumentFact[] =>
  Object.entries(values)
    .filter(([, value]) => value !== undefined && typeof value !== "function")
    .map(([name, value]) => ({
      name,
      value: typeof value === "object" ? JSON.stringify(value) : String(value),
    }));

/**
 * The contracts of an instrument that the store knows, with expiry and whether their prices are collected.
 *
 * @example
 * await instrumentContracts(desk, "CORN");
 */
export async function instrumentContracts(
  { data, now }: Desk,
  instrument: InstrumentCode,
): Promise<Listing<Contract>> {
  const all = [...(await data.contracts.all()).values()];
  const own = all.filter((contract) => contract.instrument === instrument);
  return listing(`contracts of ${instrument}`, own, [
    { name: "contract", text: ({ contract }) => contract },
    { name: "expiry", text: ({ expiry }) => formatDay(dayOf(expiry)) },
    { name: "days", text: ({ expiry }) => String(daysToExpiry(expiry, now())), right: true },
    { name: "sampling", text: ({ sampling }) => (sampling ? "yes" : "no") },
  ]);
}
