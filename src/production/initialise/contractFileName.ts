import { type ContractId, contractId } from "../../contracts/contractId.js";
import { MONTH_LETTERS } from "../../contracts/rollCycle.js";
import { ContangoError } from "../../errors/contangoError.js";
import { type InstrumentCode, instrumentCode } from "../../instruments/codes.js";

/** Daily bars, hourly ones, or both in one file: those of 23:00 are daily. */
export type FileFrequency = "Day" | "Hour" | "merged";

/** What a file holds, as its name says. */
export interface ContractFile {
  readonly instrument: InstrumentCode;
  readonly contract: ContractId;
  readonly frequency?: FileFrequency;
}

/**
 * How files are called: a function of the name, which gives `undefined` for a file that holds no prices, or a pattern with
 * groups. `(?<contract>…)` is YYYYMM or YYYYMMDD; else `(?<year>…)` of two or four digits and `(?<month>…)`, a letter of
 * FGHJKMNQUVXZ or a number. `(?<instrument>…)` may be left out where `instrument` is given. Files that do not match are passed over.
 */
export type ContractFileNames = RegExp | ((name: string) => ContractFile | undefined);

/** Names as pysystemtrade writes them: `CORN_20241200.csv` (merged), `Day_CORN_20241200.csv`. */
export function ownFileName(name: string): ContractFile | undefined {
  const match = /^(?:(?<frequency>Day|Hour)_)?(?<instrument>.+)_(?<contract>\d{6}|\d{8})\.csv$/.exec(name);
  if (match === null) return undefined;
  const { frequency = "merged", instrument = "", contract = "" } = match.groups!;
  return {
    instrument: instrumentCode(instrument),
    contract: contractId(contract),
    frequency: frequency as FileFrequency,
  };
}

/**
 * What a file holds by its name.
 *
 * @throws ContangoError `INITIALISE` for a pattern without the groups it needs; `CONTRACT_ID`, `INSTRUMENT_CODE`.
 */
export function contractFile(
  name: string,
  names: ContractFileNames,
  instruments: InstrumentCode | Readonly<Record<string, InstrumentCode>> = {},
): ContractFile | undefined {
  if (typeof names === "function") return names(name);
  const match = new RegExp(names.source, names.flags.replace(/[gy]/g, "")).exec(name);
  if (match === null) return undefined;
  const groups = match.groups ?? {};
  const instrument = typeof instruments === "string" ? instruments : ourCode(groups.instrument, instruments);
  const contract = groups.contract ?? monthContract(groups.year, groups.month);
  if (instrument === undefined || contract === undefined) {
    throw new ContangoError(
      "INITIALISE",
      "initialise",
      `the pattern ${names} finds no ${instrument === undefined ? "instrument" : "contract"} in the file name ${name}; ` +
        "give it the groups (?<instrument>…), or { instruments }, and (?<contract>…), or (?<year>…) and (?<month>…)",
      { details: { file: name } },
    );
  }
  return { instrument: instrumentCode(instrument), contract: contractId(contract) };
}

const ourCode = (
  theirs: string | undefined,
  instruments: Readonly<Record<string, InstrumentCode>>,
): string | undefined =>
  theirs !== undefined && Object.hasOwn(instruments, theirs) ? instruments[theirs] : theirs;

/** `YYYYMM` of a year, of the years 1970 to 2069 where it has two digits, and a month. */
function monthContract(year: string | undefined, month: string | undefined): string | undefined {
  if (year === undefined || month === undefined) return undefined;
  const whole = year.length === 4 ? year : `${Number(year) < 70 ? "20" : "19"}${year.padStart(2, "0")}`;
  const number = /^\d+$/.test(month) ? Number(month) : MONTH_LETTERS.indexOf(month.toUpperCase()) + 1;
  return `${whole}${String(number).padStart(2, "0")}`;
}
