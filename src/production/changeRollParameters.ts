import {
  type RollParameters,
  type RollParametersInput,
  rollParameters,
} from "../contracts/rollParameters.js";
import { ContangoError } from "../errors/contangoError.js";
import type { InstrumentCode } from "../instruments/codes.js";
import { currentContracts } from "../rolls/currentContracts.js";
import { missing } from "../storage/repositories/seriesRepository.js";
import type { Batch } from "../storage/storage.js";
import { putAudit } from "./audit.js";
import type { Desk } from "./desk.js";
import type { OutcomeItem } from "./outcome.js";
import { defineProcess, type ProcessOptions } from "./process.js";
import { repeatOnConflict } from "./repeatOnConflict.js";
import { readPosition, readRollDates } from "./roll/readRollData.js";
import { requireInstrument } from "./roll/requireInstrument.js";
import {
  consequences,
  requireHeldMonthsPriced,
  rollParameterDifference,
} from "./roll/rollParameterChange.js";

/** The roll parameters that are to change; the others stay. */
export interface ChangeRollParametersOptions extends ProcessOptions, Partial<RollParametersInput> {
  readonly instrument?: InstrumentCode;
}

const NAME = "changeRollParameters";

/**
 * Changes roll parameters of an instrument. It says what that means for the contracts that it is in, and what has to be rolled:
 * multiple prices stay as they are, and the next roll still goes to their forward contract. A dry run says the same and changes
 * nothing. The audit entry keeps the parameters of before.
 *
 * @throws ContangoError `PROCESS_OPTION` without an instrument, or anything to change; `STORE_MISSING` where it has no roll
 * parameters; `ROLL_CYCLE`, `ROLL_PARAMETERS` for parameters that cannot be, such as a held month that is not priced.
 * @example
 * await changeRollParameters(desk, { instrument: "CORN", holdCycle: "Z", rollOffsetDays: -60, dryRun: true });
 */
export const changeRollParameters = defineProcess<OutcomeItem, ChangeRollParametersOptions>({
  name: NAME,
  title: "Roll parameters",
  byHand: true,
  options: [
    "instrument",
    "holdCycle",
    "pricedCycle",
    "rollOffsetDays",
    "carryOffset",
    "approximateExpiryOffset",
  ],
  reads: ["rollParameters", "multiplePrices", "contracts", "contractPositions"],
  writes: ["rollParameters", "audit"],
  async run({ desk, commit }, options) {
    const instrument = requireInstrument(options.instrument, NAME);
    const wanted = requireChanges(options);
    return {
      items: [await repeatOnConflict(() => commit((batch) => change(batch, desk, instrument, wanted)))],
    };
  },
});

/** @throws ContangoError `PROCESS_OPTION`. */
function requireChanges(options: ChangeRollParametersOptions): Partial<RollParametersInput> {
  const { instrument: _, dryRun: __, signal: ___, progress: ____, ...changes } = options;
  const given = Object.entries(changes).filter(([, value]) => value !== undefined);
  if (given.length > 0) return Object.fromEntries(given);
  throw new ContangoError(
    "PROCESS_OPTION",
    "rolls",
    `${NAME} needs something to change; call it as ${NAME}(desk, { instrument: "CORN", holdCycle: "Z" })`,
  );
}

async function change(
  batch: Batch,
  desk: Desk,
  instrument: InstrumentCode,
  wanted: Partial<RollParametersInput>,
): Promise<OutcomeItem> {
  const { data, clock } = desk;
  let before: RollParameters | undefined;
  const after = await data.rollParameters.update(
    instrument,
    (stored) => {
      before = stored ?? missing("roll parameters", instrument);
      const changed = rollParameters({ ...before, ...wanted });
      if (wanted.holdCycle !== undefined || wanted.pricedCycle !== undefined)
        requireHeldMonthsPriced(changed, instrument);
      return rollParameterDifference(before, changed) === "" ? undefined : changed;
    },
    batch,
  );
  const difference = rollParameterDifference(before!, after!);
  if (difference === "")
    return { name: instrument, status: "unchanged", severity: "ok", message: "they are that already" };
  const message = [difference, ...(await toldConsequences(desk, instrument, before!, after!))].join("; ");
  putAudit(batch, {
    time: clock.now(),
    tool: NAME,
    action: "rollParameters",
    item: instrument,
    message,
    details: { before: { ...before! }, after: { ...after! } },
  });
  return { name: instrument, status: "changed", severity: "ok", message };
}

async function toldConsequences(
  { data, now }: Desk,
  instrument: InstrumentCode,
  before: RollParameters,
  after: RollParameters,
): Promise<readonly string[]> {
  const last = await data.multiplePrices.read(instrument, { last: 1 });
  if (last === undefined || last.length === 0) return ["it has no multiple prices yet"];
  const contracts = currentContracts(last, { instrument });
  const { expiries = new Map() } = await readRollDates(data, instrument, contracts);
  const position = await readPosition(data, instrument, contracts.priced);
  return consequences({ contracts, expiries, position, now: now() }, before, after);
}
