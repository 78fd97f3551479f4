import { contractId } from "../../contracts/contractId.js";
import { Int32, type RecordDocument, type RecordValue } from "../recordStore.js";
import { csvError } from "./csvError.js";
import { escapeName } from "./fileNames.js";
import { decoded, readRecords } from "./records.js";

const HEADER = "index,date,sampling,expiry";

/**
 * Contracts as the reference's back-up writes them, a file an instrument (`contracts_data/CORN.csv`); documents of another form
 * are left out.
 */
export function contractFiles(documents: readonly RecordDocument[]): ReadonlyMap<string, Uint8Array> {
  const lines = new Map<string, string[]>();
  for (const document of documents) {
    const row = rowOf(document);
    if (row === undefined) continue;
    const path = `contracts_data/${escapeName(row.instrument)}.csv`;
    const those = lines.get(path) ?? [];
    those.push(`${those.length},${row.date},${row.sampling ? "True" : "False"},${row.expiry}`);
    lines.set(path, those);
  }
  return new Map(
    [...lines].map(([path, those]) => [path, Buffer.from([HEADER, ...those, ""].join("\n"))] as const),
  );
}

/** @throws ContangoError `CSV_SYNTAX`, `CSV_LAYOUT`, `CONTRACT_ID`. */
export async function readContracts(
  bytes: Uint8Array,
  instrument: string,
  file: string,
): Promise<RecordDocument[]> {
  const [head, ...records] = await readRecords(decoded(bytes, file), file);
  if (head?.fields.join(",") !== HEADER)
    throw csvError("CSV_LAYOUT", file, 1, `expected the header ${HEADER}`);
  return records.map(({ fields: [, date = "", sampling, expiry = ""], line }) => {
    const match = /^(\d{4})(\d\d)(\d\d)$/.exec(expiry);
    if (match === null) throw csvError("CSV_SYNTAX", file, line, "the expiry is not of the form YYYYMMDD");
    const contract = contractId(date);
    return {
      contract_key: `${instrument}/${contract}`,
      contract_date_dict: {
        contract_list: [
          {
            expiry_date: match.slice(1).map((part) => new Int32(Number(part))),
            contract_date: contract.endsWith("00") ? contract.slice(0, 6) : contract,
          },
        ],
      },
      instrument_dict: { instrument_code: instrument },
      contract_params: { sampling: sampling === "True" },
    };
  });
}

interface ContractRow {
  readonly instrument: string;
  readonly date: string;
  readonly sampling: boolean;
  readonly expiry: string;
}

/** What the reference's table has of a document; undefined for one of another form. */
function rowOf(document: RecordDocument): ContractRow | undefined {
  const key = /^([^/]+)\/(\d{8})$/.exec(String(document.contract_key));
  const contracts = fieldOf(document.contract_date_dict, "contract_list");
  const parts = Array.isArray(contracts) ? fieldOf(contracts[0], "expiry_date") : undefined;
  if (key === null || !Array.isArray(parts)) return undefined;
  const [, instrument = "", date = ""] = key;
  const expiry = parts.map((part, at) => String(Number(part)).padStart(at === 0 ? 4 : 2, "0")).join("");
  if (!/^\d{8}$/.test(expiry)) return undefined;
  return { instrument, date, sampling: fieldOf(document.contract_params, "sampling") === true, expiry };
}

const fieldOf = (value: RecordValue | undefined, field: string): RecordValue | undefined =>
  typeof value === "object" && value !== null ? (value as RecordDocument)[field] : undefined;
