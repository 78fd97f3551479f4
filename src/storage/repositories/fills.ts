import type { Fill } from "../../positions/fill.js";
import { COLLECTIONS } from "../libraries.js";
import type { RecordDocument } from "../recordStore.js";
import type { Storage } from "../storage.js";
import { type CheckedRecordRepository, recordRepository } from "./recordRepository.js";

/** Fills by id. `strategy_name` is empty while a fill is attributed to nobody, so that those can be looked up. */
export function fillRepository(storage: Storage): CheckedRecordRepository<Fill> {
  return recordRepository<Fill>(storage, {
    what: "fills",
    collection: COLLECTIONS.fills,
    encode: ({ id: _, strategy, instrument, contract, time, commission, currency, account, ...rest }) => ({
      ...rest,
      instrument_code: instrument,
      contract_date: contract,
      strategy_name: strategy ?? "",
      time: new Date(time),
      ...(commission === undefined ? {} : { commission }),
      ...(currency === undefined ? {} : { currency }),
      ...(account === undefined ? {} : { account }),
    }),
    decode: fillOf,
  });
}

/** A stored document as a fill. */
export function fillOf(document: RecordDocument): Fill {
  const { strategy_name, commission, currency, account } = document;
  return {
    id: String(document.id),
    instrument: String(document.instrument_code),
    contract: String(document.contract_date),
    ...(strategy_name === "" || strategy_name === undefined ? {} : { strategy: String(strategy_name) }),
    quantity: Number(document.quantity),
    price: Number(document.price),
    time: (document.time as Date).getTime(),
    ...(commission === undefined ? {} : { commission: Number(commission) }),
    ...(currency === undefined ? {} : { currency: String(currency) }),
    ...(account === undefined ? {} : { account: String(account) }),
    source: document.source as Fill["source"],
  };
}
