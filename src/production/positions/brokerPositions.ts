import { contractKey } from "../../contracts/contractKey.js";
import { ContangoError } from "../../errors/contangoError.js";
import type { ContractPositions } from "../../positions/positionBreaks.js";
import type { Desk } from "../desk.js";
import { patiently } from "../prices/patiently.js";
import { bookedContract } from "./prepareFill.js";

/**
 * What the broker holds by the contract keys of the books: those of its contracts that it calls by their last day of trading
 * are found by their expiry or their month. Positions of several accounts are added up where none is configured.
 *
 * @throws ContangoError `BROKER_MISSING`; `BROKER_ANSWER` for a position that is no whole number; what the broker throws.
 */
export async function readBrokerPositions(desk: Desk, signal: AbortSignal): Promise<ContractPositions> {
  const { broker, clock, config, data } = desk;
  const source = broker?.positions;
  if (source === undefined) {
    throw new ContangoError(
      "BROKER_MISSING",
      "positions",
      "there is no broker to compare positions with; open the desk with one that says its positions",
    );
  }
  const account = config.get("broker_account");
  const { positions } = await patiently(clock, signal, () => source.positions(account, { signal }));
  const held = new Map<string, number>();
  for (const position of positions) {
    if (account !== undefined && position.account !== account) continue;
    const { key } = await bookedContract(data, position);
    const name = contractKey(key.instrument, key.contract);
    if (!Number.isSafeInteger(position.position)) {
      throw new ContangoError(
        "BROKER_ANSWER",
        "positions",
        `the broker says that it holds ${position.position} of ${name}, which is no whole number; see to it there`,
        { details: { contract: name } },
      );
    }
    held.set(name, (held.get(name) ?? 0) + position.position);
  }
  return held;
}
