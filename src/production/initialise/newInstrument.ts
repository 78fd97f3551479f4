import {
  type RollParameters,
  type RollParametersInput,
  rollParameters,
} from "../../contracts/rollParameters.js";
import { ContangoError } from "../../errors/contangoError.js";
import { type InstrumentCode, instrumentCode } from "../../instruments/codes.js";
import { type Instrument, type InstrumentValues, instrument } from "../../instruments/instrument.js";
import type { Desk } from "../desk.js";

/** An instrument that is to be traded, and how it rolls. */
export interface NewInstrument {
  readonly instrument: Instrument;
  readonly rollParameters: RollParameters;
}

/**
 * The instrument and its roll parameters, as they are given or, where only a code or no roll parameters are, as they are stored.
 *
 * @throws ContangoError `PROCESS_OPTION`; `INSTRUMENT_CODE`, `INSTRUMENT_VALUE`, `ROLL_CYCLE`, `ROLL_PARAMETERS`.
 */
export async function newInstrument(
  { data }: Desk,
  given: InstrumentValues | InstrumentCode | undefined,
  roll: RollParametersInput | undefined,
): Promise<NewInstrument> {
  if (given === undefined)
    throw optionMissing('say which: { instrument: { code: "CORN", … } }, or { instrument: "CORN" }');
  const code = instrumentCode(typeof given === "string" ? given : given.code);
  const stored = typeof given === "string" ? await data.instruments.read(code) : instrument(given);
  if (stored === undefined) {
    throw optionMissing(
      `${code} is not configured; give { instrument: { code: "${code}", pointSize, currency, assetClass } }`,
    );
  }
  const parameters = roll === undefined ? await data.rollParameters.read(code) : rollParameters(roll);
  if (parameters === undefined) {
    throw optionMissing(
      `${code} has no roll parameters; give { rollParameters: { holdCycle, pricedCycle, … } }`,
    );
  }
  return { instrument: stored, rollParameters: parameters };
}

const optionMissing = (what: string): ContangoError =>
  new ContangoError("PROCESS_OPTION", "initialise", `addInstrument: ${what}`);
