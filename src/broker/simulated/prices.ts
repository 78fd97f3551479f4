import type { ContractKey } from "../../contracts/contractKey.js";
import { NO_BARS } from "../../prices/contractPrices.js";
import { floatColumn } from "../../series/column.js";
import { Frame } from "../../series/frame.js";
import { Series } from "../../series/series.js";
import type { Market } from "../../testing/market.js";
import { hourlyBars } from "../../testing/marketHours.js";
import { DAY, HOUR } from "../../time/civil.js";
import type { BarFrequency, ContractPriceSource, FxPriceSource, PriceRequest } from "../broker.js";
import { brokerError } from "./brokerErrors.js";
import type { FaultScript } from "./faultScript.js";
import { faultyBars } from "./faultyBars.js";
import { isKnown } from "./listedContracts.js";
import type { Moment, RequestGate } from "./requestGate.js";
import { barUntil, dailyBarsUntil, ratesUntil } from "./shownBars.js";

export interface PriceRules {
  readonly market: Market;
  readonly script: FaultScript;
  readonly gate: RequestGate;
  /** How many days back bars go; Infinity for all. */
  readonly daily: number;
  readonly hourly: number;
  readonly partialBars: boolean;
}

/** Prices of contracts, as far as they can be seen. */
export function simulatedPrices(name: string, rules: PriceRules): ContractPriceSource {
  const { gate } = rules;
  return {
    name,
    contractPrices: (key, frequency, request) =>
      gate.ask(frequency === "Day" ? "dailyPrices" : "hourlyPrices", { ...key }, request, ({ wallTime }) =>
        contractBars(rules, key, frequency, wallTime, request),
      ),
  };
}

function contractBars(
  { market, script, daily, hourly, partialBars }: PriceRules,
  key: ContractKey,
  frequency: BarFrequency,
  now: number,
  request: PriceRequest | undefined,
): Frame {
  const about = market.instruments.get(key.instrument);
  if (about === undefined || !isKnown(about, key.contract, now)) {
    throw brokerError("BROKER_NOT_FOUND", `it has no contract ${key.instrument}/${key.contract}`, { ...key });
  }
  if (!about.contracts.has(key.contract)) return NO_BARS;
  const from = Math.max(request?.from ?? -Infinity, now - (frequency === "Day" ? daily : hourly) * DAY);
  const faults = script
    .ofBars(key)
    .filter(
      (fault) =>
        (fault.contract ?? key.contract) === key.contract && (fault.frequency ?? frequency) === frequency,
    );
  const { open, close } = about.session;
  const bars =
    frequency === "Day"
      ? dailyBarsUntil(market, key, { from, now, partial: partialBars })
      : hourlyBars(market, key.instrument, key.contract, { from, to: now });
  return faultyBars(
    {
      bars,
      wallTime: now,
      ...(frequency === "Hour" ? { lastHour: close } : {}),
      partial: (midnight, share) => {
        const hours = open + Math.max(1, Math.round((close - open) * share));
        return barUntil(market, key, midnight, Math.min(now, midnight + hours * HOUR));
      },
    },
    faults,
  );
}

/** Spot rates, as far as they can be seen. */
export function simulatedFx(
  name: string,
  { market, script, gate, daily, partialBars }: PriceRules,
): FxPriceSource {
  return {
    name,
    fxPairs: (request) => gate.ask("fxPairs", {}, request, () => [...market.fx.keys()]),
    fxPrices: (pair, request) =>
      gate.ask("fxPrices", { pair }, request, ({ wallTime: now }: Moment) => {
        const rates = market.fx.get(pair);
        if (rates === undefined) throw brokerError("BROKER_NOT_FOUND", `it has no pair ${pair}`, { pair });
        const from = Math.max(request?.from ?? -Infinity, now - daily * DAY);
        const seen = ratesUntil(rates, { from, now, partial: partialBars });
        const faults = script.ofBars({ pair });
        if (faults.length === 0) return seen;
        const bars = new Frame(seen.time, { FINAL: floatColumn(seen.values) });
        const shown = faultyBars({ bars, wallTime: now, partial: () => undefined }, faults);
        return new Series(shown.time, shown.floats("FINAL"), pair);
      }),
  };
}
