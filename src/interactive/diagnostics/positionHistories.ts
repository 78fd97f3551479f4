import { type ContractId, contractId } from "../../contracts/contractId.js";
import type { InstrumentCode, StrategyName } from "../../instruments/codes.js";
import type { Desk } from "../../production/desk.js";
import type { Frame } from "../../series/frame.js";
import type { Series } from "../../series/series.js";
import type { StrategyInstrument } from "../../storage/repositories/keys.js";
import { ROWS, stored } from "./stored.js";

/**
 * The last optimal positions of a strategy in an instrument: buffers, prices or whatever its launcher stores.
 *
 * @throws ContangoError `STORE_MISSING` with the names that may have been meant; `SERIES_PARAMETER`.
 * @example
 * await optimalPositionHistory(desk, "trend", "CORN");
 */
export async function optimalPositionHistory(
  { data: { optimalPositions } }: Desk,
  strategy: StrategyName,
  instrument: InstrumentCode,
  last: number = ROWS,
): Promise<Frame> {
  const rows = await optimalPositions.read({ strategy, instrument }, { last });
  return stored(rows, "optimal positions", nameOf({ strategy, instrument }), namesOf(optimalPositions));
}

/**
 * The last changes of what a strategy holds of an instrument, in contracts.
 *
 * @throws ContangoError `STORE_MISSING` with the names that may have been meant; `SERIES_PARAMETER`.
 * @example
 * await strategyPositionHistory(desk, "trend", "CORN");
 */
export async function strategyPositionHistory(
  { data: { strategyPositions } }: Desk,
  strategy: StrategyName,
  instrument: InstrumentCode,
  last: number = ROWS,
): Promise<Series> {
  const rows = await strategyPositions.read({ strategy, instrument }, { last });
  return stored(rows, "positions", nameOf({ strategy, instrument }), namesOf(strategyPositions));
}

/**
 * The last changes of what is held of a contract, whichever strategy wanted it.
 *
 * @throws ContangoError `CONTRACT_ID`; `STORE_MISSING` with the contract that may have been meant; `SERIES_PARAMETER`.
 * @example
 * await contractPositionHistory(desk, "CORN", "202412");
 */
export async function contractPositionHistory(
  { data: { contractPositions } }: Desk,
  instrument: InstrumentCode,
  contract: ContractId,
  last: number = ROWS,
): Promise<Series> {
  const id = contractId(contract);
  const rows = await contractPositions.read({ instrument, contract: id }, { last });
  return stored(rows, "positions", `${instrument}/${id}`, async () =>
    (await contractPositions.list()).map((key) => `${key.instrument}/${key.contract}`),
  );
}

const nameOf = ({ strategy, instrument }: StrategyInstrument): string => `${strategy} ${instrument}`;

const namesOf =
  ({ list }: { list(): Promise<readonly StrategyInstrument[]> }) =>
  async (): Promise<readonly string[]> =>
    (await list()).map(nameOf);
