import { ContangoError } from "../errors/contangoError.js";
import { type InstrumentCode, instrumentCode } from "../instruments/codes.js";
import { type ContractId, contractId } from "./contractId.js";

/** One contract of one instrument. */
export interface ContractKey {
  readonly instrument: InstrumentCode;
  readonly contract: ContractId;
}

/**
 * The text that names a contract in stores and logs: `CORN/20241200`.
 *
 * @throws ContangoError `INSTRUMENT_CODE`, `CONTRACT_ID`.
 */
export function contractKey(instrument: InstrumentCode, contract: ContractId): string {
  return `${instrumentCode(instrument)}/${contractId(contract)}`;
}

/**
 * Reads the text that {@link contractKey} writes.
 *
 * @throws ContangoError `CONTRACT_ID` where it is not an instrument and a contract date with one `/` between;
 * `INSTRUMENT_CODE`.
 */
export function parseContractKey(text: string): ContractKey {
  const [instrument, contract, ...rest] = text.split("/");
  if (instrument !== undefined && contract !== undefined && rest.length === 0) {
    return { instrument: instrumentCode(instrument), contract: contractId(contract) };
  }
  throw new ContangoError(
    "CONTRACT_ID",
    "contracts",
    `"${text}" is not a contract key; write INSTRUMENT/YYYYMMDD, as in CORN/20241200`,
    { details: { text } },
  );
}
