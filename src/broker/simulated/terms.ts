import type { ContractKey } from "../../contracts/contractKey.js";
import type { Market, MarketOfInstrument } from "../../testing/market.js";
import type { ContractSource } from "../broker.js";
import { brokerError } from "./brokerErrors.js";
import type { FaultScript } from "./faultScript.js";
import { expiryOf, isListed, listedContracts } from "./listedContracts.js";
import type { RequestGate } from "./requestGate.js";

/** What trades, and on what terms. */
export function simulatedContracts(market: Market, script: FaultScript, gate: RequestGate): ContractSource {
  return {
    contracts: (instrument, request) =>
      gate.ask("contracts", { instrument }, request, ({ wallTime }) =>
        listedContracts(instrumentIn(market, instrument), wallTime),
      ),
    expiry: ({ instrument, contract }, request) => {
      const key = { instrument, contract };
      return gate.ask("expiry", key, request, ({ wallTime }) => {
        const about = instrumentIn(market, instrument);
        requireListed(about, key, wallTime);
        return expiryOf(about, contract) + script.expiryShift(key, wallTime);
      });
    },
    pointSize: (instrument, request) =>
      gate.ask(
        "pointSize",
        { instrument },
        request,
        ({ wallTime }) =>
          instrumentIn(market, instrument).instrument.pointSize *
          script.pointSizeFactor(instrument, wallTime),
      ),
  };
}

/** @throws ContangoError `BROKER_NOT_FOUND`. */
export function instrumentIn(market: Market, instrument: string): MarketOfInstrument {
  const about = market.instruments.get(instrument);
  if (about !== undefined) return about;
  throw brokerError("BROKER_NOT_FOUND", `it has no instrument ${instrument}`, { instrument });
}

/** @throws ContangoError `BROKER_NOT_FOUND`. */
export function requireListed(about: MarketOfInstrument, key: ContractKey, wallTime: number): void {
  if (isListed(about, key.contract, wallTime)) return;
  const named = `${key.instrument}/${key.contract}`;
  throw brokerError("BROKER_NOT_FOUND", `${named} is not listed: it has expired, or is not there yet`, key);
}
