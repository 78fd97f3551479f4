import type { Contract } from "../../contracts/contract.js";
import { type ContractId, contractId } from "../../contracts/contractId.js";
import { parseContractKey } from "../../contracts/contractKey.js";
import { ContangoError } from "../../errors/contangoError.js";
import { civilFromDays, DAY, dayOf, daysFromCivil } from "../../time/civil.js";
import { COLLECTIONS } from "../libraries.js";
import { Int32, type RecordDocument, type RecordValue } from "../recordStore.js";
import type { Storage } from "../storage.js";
import { type CheckedRecordRepository, recordRepository } from "./recordRepository.js";

/** Contracts under pysystemtrade's keys and fields; documents of one date that predate its lists are read too. */
export function contractRepository(storage: Storage): CheckedRecordRepository<Contract> {
  return recordRepository<Contract>(storage, {
    what: "contracts",
    collection: COLLECTIONS.contracts,
    encode: ({ instrument, contract, expiry, sampling }) => ({
      contract_date_dict: {
        contract_list: [{ expiry_date: dateParts(expiry), contract_date: shortDate(contract) }],
      },
      instrument_dict: { instrument_code: instrument },
      contract_params: { sampling },
    }),
    decode: (document, key) => {
      const dates = fields(document.contract_date_dict);
      const list = dates?.contract_list;
      const first = Array.isArray(list) ? fields(list[0]) : dates;
      return {
        ...parseContractKey(key),
        expiry: expiryOf(first?.expiry_date, key),
        sampling: Boolean(Number(fields(document.contract_params)?.sampling ?? false)),
      };
    },
  });
}

const dateParts = (time: number): RecordValue => {
  const { year, month, day } = civilFromDays(dayOf(time));
  return [new Int32(year), new Int32(month), new Int32(day)];
};

/** Month contracts without their `00`, as pysystemtrade writes them. */
const shortDate = (contract: ContractId): string => {
  const id = contractId(contract);
  return id.endsWith("00") ? id.slice(0, 6) : id;
};

function fields(value: RecordValue | undefined): RecordDocument | undefined {
  return typeof value === "object" && value !== null && !Array.isArray(value) && !(value instanceof Date)
    ? (value as RecordDocument)
    : undefined;
}

function expiryOf(value: RecordValue | undefined, key: string): number {
  const [year = Number.NaN, month = Number.NaN, day = Number.NaN] = Array.isArray(value)
    ? value.map(Number)
    : [];
  const time = daysFromCivil(year, month, day) * DAY;
  if (Number.isFinite(time)) return time;
  throw new ContangoError(
    "STORE_CORRUPT",
    "storage",
    `contract ${key} has no expiry date [year, month, day]; delete it, and let the update of sampled contracts add it again`,
    { details: { key } },
  );
}
