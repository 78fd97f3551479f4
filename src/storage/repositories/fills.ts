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
    // In the order of the columns of the CSV table.
    encode: ({ strategy, instrument, contract, time, source, ...fill }) => ({
      time: new Date(time),
      instrument_code: instrument,
      contract_date: contract,
      strategy_name: strategy ?? "",
      quantity: fill.quantity,
      price: fill.price,
      ...(fill.commission === undefined ? {} : { commission: fill.commission }),
      ...(fill.currency === undefined ? {} : { currency: fill.currency }),
      ...(fill.account === undefined ? {} : { account: fill.account }),
      ...(fill.reference === undefined ? {} : { reference: fill.reference }),
      ...(fill.execution === undefined ? {} : { execution: fill.execution }),
      source,
    }),
    decode: fillOf,
  });
}

/** A stored document as a fill. */
export function fillOf(document: RecordDocument): Fill {
  const { strategy_name, commission, currency, account, reference, execution } = document;
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
    ...(reference === undefined ? {} : { reference: String(reference) }),
    ...(execution === undefined ? {} : { execution: String(execution) }),
    source: document.source as Fill["source"],
  };
}
