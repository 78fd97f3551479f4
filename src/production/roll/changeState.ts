import type { InstrumentCode } from "../../instruments/codes.js";
import { checkRollStateChange, correctedRollState } from "../../rolls/changeRollState.js";
import { currentContracts } from "../../rolls/currentContracts.js";
import { FIRST_ROLL_STATE, type RollState } from "../../rolls/rollState.js";
import { putAudit } from "../audit.js";
import type { OutcomeItem } from "../outcome.js";
import type { Work } from "../work.js";
import { rollMessage, writeRoll } from "./commitRoll.js";
import { type PrepareRollOptions, prepareRoll } from "./prepareRoll.js";
import { readPosition } from "./readRollData.js";

/**
 * Brings an instrument into a roll state; `Roll_Adjusted` rolls its prices.
 *
 * @throws ContangoError `ROLL_STATE` where the state may not follow; as `prepareRoll`; `STORE_VERSION_CONFLICT`.
 */
export async function changeState(
  { desk, commit }: Pick<Work, "desk" | "commit">,
  instrument: InstrumentCode,
  state: RollState,
  tool: string,
  options: PrepareRollOptions = {},
): Promise<OutcomeItem> {
  if (state === "Roll_Adjusted") {
    const prepared = await prepareRoll(desk, instrument, options);
    await commit((batch) => writeRoll(batch, desk, prepared, tool));
    return item(instrument, "rolled", rollMessage(prepared.plan.steps));
  }
  const { data, clock } = desk;
  const last = await data.multiplePrices.get(instrument, { last: 1 });
  const { priced } = currentContracts(last, { instrument });
  const position = await readPosition(data, instrument, priced);
  let before: RollState = FIRST_ROLL_STATE;
  await commit(async (batch) => {
    await data.rollStates.update(
      instrument,
      (stored) => {
        before = stored ?? FIRST_ROLL_STATE;
        if (before === state) return undefined;
        checkRollStateChange(correctedRollState(before, position), state, position, instrument);
        return state;
      },
      batch,
    );
    if (before === state) return;
    const message = `${before} to ${state}, holding ${position} of ${priced}`;
    const details = { before, after: state, contract: priced, position };
    putAudit(batch, { time: clock.now(), tool, action: "rollState", item: instrument, message, details });
  });
  return before === state
    ? item(instrument, "unchanged", `stays in ${state}`)
    : item(instrument, "changed", `${before} to ${state}`);
}

const item = (name: InstrumentCode, status: string, message: string): OutcomeItem => ({
  name,
  status,
  severity: "ok",
  message,
});
