import type { ContractId } from "../../contracts/contractId.js";
import type { Frame } from "../../series/frame.js";
import type { Work } from "../work.js";
import type { InstrumentPlan } from "./instrumentPlan.js";
import type { NewInstrument } from "./newInstrument.js";
import { lastContracts, registerContracts } from "./registerContracts.js";
import { storeContract } from "./storeContract.js";

/** Stores an instrument with all its prices in one commit; true where multiple prices were stored before. */
export function storeInstrument(
  work: Work,
  { instrument, rollParameters }: NewInstrument,
  bars: ReadonlyMap<ContractId, Frame>,
  { calendar, multiple, adjusted }: InstrumentPlan,
  overwrite: boolean,
): Promise<boolean> {
  const { data } = work.desk;
  const { code } = instrument;
  const current = new Set(lastContracts(multiple));
  const known = { parameters: rollParameters, now: work.time };
  return work.commit(async (batch) => {
    let replaced = false;
    await data.instruments.write(code, instrument, batch);
    await data.rollParameters.update(code, () => rollParameters, batch);
    await data.rollCalendars.update(code, () => calendar, batch);
    for (const [contract, Day] of bars) {
      const sampling = current.has(contract);
      const options = { ...known, sampling, overwrite, fillGaps: !overwrite };
      await storeContract(data, batch, { instrument: code, contract }, { Day }, options);
    }
    const unpriced = [...current].filter((contract) => !bars.has(contract));
    await registerContracts(data, batch, unpriced, { ...known, instrument: code, sampling: true });
    await data.multiplePrices.update(
      code,
      (stored) => {
        replaced = stored !== undefined;
        return multiple;
      },
      batch,
    );
    await data.adjustedPrices.update(code, () => adjusted, batch);
    return replaced;
  });
}
