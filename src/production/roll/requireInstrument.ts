import { ContangoError } from "../../errors/contangoError.js";
import type { InstrumentCode } from "../../instruments/codes.js";

/** The instrument that a process was asked for. @throws ContangoError `PROCESS_OPTION` where none was named. */
export function requireInstrument(instrument: InstrumentCode | undefined, process: string): InstrumentCode {
  if (instrument !== undefined) return instrument;
  throw new ContangoError(
    "PROCESS_OPTION",
    "rolls",
    `${process} needs an instrument; call it as ${process}(desk, { instrument: "CORN" })`,
  );
}
