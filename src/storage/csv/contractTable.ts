import { contractId } from "../../contracts/contractId.js";
import { COLLECTIONS } from "../libraries.js";
import { Int32, type RecordDocument, type RecordValue } from "../recordStore.js";
import { recordText } from "../recordText.js";
import { csvError } from "./csvError.js";
import { escapeName, unescapeName } from "./fileNames.js";
import type { RecordFile, RecordForm } from "./recordForm.js";
import { decoded, readRecords } from "./records.js";

const HEADER = "index,date,sampling,expiry";

/** Contracts as the reference's back-up writes them, a file an instrument: `contracts_data/CORN.csv`. */
export const CONTRACT_FORM: RecordForm = {
  collection: COLLECTIONS.contracts,
  folder: "contracts_data",
  fileOf({ contract_key }) {
    const [, instrument] = KEY.exec(String(contract_key)) ?? [];
    return instrument === undefined || /[\0\p{Surrogate}]/u.test(instrument)
      ? undefined
      : `${escapeName(instrument)}.csv`;
  },
  isFile: (name) => name.endsWith(".csv") && `${escapeName(instrumentOf(name))}.csv` === name,
  empty: (name) => contractFile(instrumentOf(name), new Map()),
  read: async (bytes, name) => contractFile(instrumentOf(name), await readContracts(bytes, name)),
};

const KEY = /^([^/]+)\/(\d{8})$/;

const instrumentOf = (name: string): string => unescapeName(name.slice(0, -".csv".length));

/** A line of the table. */
interface ContractLine {
  /** `20240300`. */
  readonly date: string;
  readonly sampling: boolean;
  /** `20240314`. */
  readonly expiry: string;
}

/** The contracts of one instrument by their keys. */
function contractFile(instrument: string, lines: ReadonlyMap<string, ContractLine>): RecordFile {
  return {
    keys: () => [...lines.keys()].map((date) => `${instrument}/${date}`),
    get(key) {
      const line = lines.get(key.slice(instrument.length + 1));
      return line && contractDocument(instrument, line);
    },
    with(changes) {
      const after = new Map(lines);
      let changed = false;
      for (const [key, document] of changes) {
        const date = key.slice(instrument.length + 1);
        const line = document === null ? undefined : lineOf(instrument, document);
        const before = lines.get(date);
        if (JSON.stringify(line) === JSON.stringify(before)) continue;
        changed = true;
        if (line === undefined) after.delete(date);
        else after.set(date, line);
      }
      return changed ? contractFile(instrument, after) : this;
    },
    bytes() {
      const rows = [...lines.values()].map(
        ({ date, sampling, expiry }, row) => `${row},${date},${sampling ? "True" : "False"},${expiry}`,
      );
      return Buffer.from([HEADER, ...rows, ""].join("\n"));
    },
  };
}

async function readContracts(bytes: Uint8Array, file: string): Promise<ReadonlyMap<string, ContractLine>> {
  const [head, ...records] = await readRecords(decoded(bytes, file), file);
  if (head?.fields.join(",") !== HEADER)
    throw csvError("CSV_LAYOUT", file, 1, `expected the header ${HEADER}`);
  const lines = new Map<string, ContractLine>();
  for (const {
    fields: [, text = "", sampling, expiry = ""],
    line,
  } of records) {
    if (!EXPIRY.test(expiry))
      throw csvError("CSV_SYNTAX", file, line, "the expiry is not of the form YYYYMMDD");
    if (sampling !== "True" && sampling !== "False")
      throw csvError("CSV_SYNTAX", file, line, "sampling is neither True nor False");
    const date = dateOf(text, file, line);
    if (lines.has(date)) throw csvError("CSV_LAYOUT", file, line, `${date} has a line above already`);
    lines.set(date, { date, sampling: sampling === "True", expiry });
  }
  return lines;
}

const EXPIRY = /^(\d{4})(\d\d)(\d\d)$/;

function dateOf(text: string, file: string, line: number): string {
  try {
    return contractId(text);
  } catch (cause) {
    throw csvError("CSV_SYNTAX", file, line, "the date is not that of a contract, as in 20240300", { cause });
  }
}

function contractDocument(instrument: string, { date, sampling, expiry }: ContractLine): RecordDocument {
  return {
    contract_key: `${instrument}/${date}`,
    contract_date_dict: {
      contract_list: [
        {
          expiry_date: EXPIRY.exec(expiry)!
            .slice(1)
            .map((part) => new Int32(Number(part))),
          contract_date: date.endsWith("00") ? date.slice(0, 6) : date,
        },
      ],
    },
    instrument_dict: { instrument_code: instrument },
    contract_params: { sampling },
  };
}

/** The line of a document; undefined for one that would not come back whole. */
function lineOf(instrument: string, document: RecordDocument): ContractLine | undefined {
  const contracts = field(document.contract_date_dict, "contract_list");
  const parts = Array.isArray(contracts) ? field(contracts[0], "expiry_date") : undefined;
  if (!Array.isArray(parts)) return undefined;
  const date = String(document.contract_key).slice(instrument.length + 1);
  const expiry = parts.map((part, at) => String(Number(part)).padStart(at === 0 ? 4 : 2, "0")).join("");
  const sampling = field(document.contract_params, "sampling") === true;
  if (!EXPIRY.test(expiry) || !isContract(date)) return undefined;
  const line = { date, sampling, expiry };
  return recordText(contractDocument(instrument, line)) === recordText(document) ? line : undefined;
}

function isContract(date: string): boolean {
  try {
    return contractId(date) === date;
  } catch {
    return false;
  }
}

const field = (value: RecordValue | undefined, name: string): RecordValue | undefined =>
  typeof value === "object" && value !== null ? (value as RecordDocument)[name] : undefined;
