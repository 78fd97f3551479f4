import type { ContractId } from "../../contracts/contractId.js";
import { ContangoError } from "../../errors/contangoError.js";
import type { InstrumentCode } from "../../instruments/codes.js";
import type { Storage } from "../../storage/storage.js";
import { settledTrades } from "../positions/sentTrades.js";

/**
 * Prices may be rolled while no trade in a contract that is left is at the broker: its position would come into a contract that
 * is no longer priced.
 *
 * @throws ContangoError `ROLL_STATE`.
 */
export async function requireNothingSent(
  storage: Storage,
  instrument: InstrumentCode,
  left: readonly ContractId[],
): Promise<void> {
  const { open } = await settledTrades(storage);
  const sent = open.find((trade) => trade.instrument === instrument && left.includes(trade.contract));
  if (sent === undefined) return;
  const { quantity, contract, id } = sent;
  throw new ContangoError(
    "ROLL_STATE",
    "rolls",
    `${instrument} has a trade of ${quantity} of ${contract} at the broker, which would no longer be priced; roll when it is filled, or, if nothing more comes of it, say so with executeTrades(desk, { forget: ["${id}"] })`,
    { details: { instrument, contract, trade: id } },
  );
}
